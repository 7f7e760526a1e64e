import { sql } from 'kysely'
import { arrived, type FactRule, of, refunds } from './fact-rows.ts'

/** What is owed of an invoice is what instant usage has not paid. */
const owed = 'i.grand_total - i.instant_subtotal - i.instant_tax'
const net = 'i.subtotal - i.instant_subtotal'

/** Out of band the merchant has the money already, tax included. */
const besides = (rest: string, row: 'i' | 'c') =>
  `case when ${row}.paid_from = 'out_of_band' then 0 else ${rest} end`
const tax = besides('i.total_tax - i.instant_tax', 'i')
const merchantShare = `${besides(net, 'i')} - i.fee`
const taxBack = besides('c.tax_amount', 'c')
const merchantShareBack = `${besides('c.amount', 'c')} - c.fee`

/** Whose account it is on matters where customers have accounts of their own. */
type Holder = 'customer_id' | 'null'

const invoices = (o: string, amount: string, holder: Holder = 'null') => sql`
  select i.invoice_id as id, i.currency, ${sql.raw(amount)} as amount, i.status, ${sql.raw(holder)} as holder
  from tally.invoices as i
  where i.merchant_id = ${o} and i.issued_at is not null and ${sql.raw(owed)} > 0`

/** Credit notes; of a kind of account, only those that moved something there have an amount. */
const notes = (o: string, amount: string, holder: Holder = 'null') => sql`
  select c.invoice_refund_id as id, c.currency, ${sql.raw(amount)} as amount, c.status, ${sql.raw(holder)} as holder
  from tally.invoice_refunds as c where c.merchant_id = ${o}`

const sent = `case when c.paid_from in ('funds', 'out_of_band') then 0 else c.total end`
const toFunds = `case when c.paid_from = 'funds' then c.total else 0 end`

const decisions = (o: string, kind: string) => sql`
  select d.invoice_decision_id as id, i.currency, ${sql.raw(owed)} as amount, i.customer_id as holder
  from tally.invoice_decisions as d join tally.invoices as i
    on i.merchant_id = ${o} and i.invoice_id = d.invoice_id
  where d.merchant_id = ${o} and d.kind = ${kind}`

export const invoiceFacts: readonly FactRule[] = [
  {
    fact: 'invoice.issued',
    sentence: 'Every invoice is booked as a debt, and no other.',
    kind: 'receivable',
    sign: '-',
    objects: (o) => of(invoices(o, owed, 'customer_id'), 'true'),
  },
  {
    fact: 'invoice.cancelled',
    sentence: 'Every cancelled invoice is booked, and no other.',
    kind: 'receivable',
    sign: '+',
    objects: (o) => of(invoices(o, owed, 'customer_id'), `x.status = 'CANCELLED'`),
  },
  {
    fact: 'invoice.paid',
    sentence: 'Every paid invoice is booked, and no other.',
    kind: 'receivable',
    sign: '+',
    objects: (o) => of(invoices(o, owed, 'customer_id'), `x.status = 'PAID'`),
  },
  {
    fact: 'invoice.paid',
    sentence: 'Every paid invoice gave the platform its fee.',
    kind: 'platform_fees',
    sign: '+',
    objects: (o) => of(invoices(o, 'i.fee'), `x.status = 'PAID'`),
  },
  {
    fact: 'invoice.paid',
    sentence: 'Every paid invoice gave the tax office its tax.',
    kind: 'tax_payable',
    sign: '+',
    objects: (o) => of(invoices(o, tax), `x.status = 'PAID'`),
  },
  {
    fact: 'invoice.paid',
    sentence: 'Every paid invoice gave the merchant what is left of it.',
    kind: 'merchant_balance',
    sign: '+',
    objects: (o) => of(invoices(o, merchantShare), `x.status = 'PAID'`),
  },
  {
    fact: 'credit.paid_out',
    sentence: 'Every credit that no invoice could take is the customer’s, and no other.',
    kind: 'funds',
    sign: '+',
    objects: (o) => sql`
      select i.invoice_id as id, i.currency, i.paid_out_net + i.paid_out_tax as amount,
        i.customer_id as holder
      from tally.invoices as i
      where i.merchant_id = ${o} and i.paid_out_net + i.paid_out_tax > 0`,
  },
  {
    fact: 'invoice.written_off',
    sentence: 'Every debt that was given up is booked, and no other.',
    kind: 'receivable',
    sign: '+',
    objects: (o) => decisions(o, 'written_off'),
  },
  {
    fact: 'invoice.write_off_reversed',
    sentence: 'Every debt that is expected again is booked, and no other.',
    kind: 'receivable',
    sign: '-',
    objects: (o) => decisions(o, 'write_off_reversed'),
  },
  {
    fact: 'invoice.credited',
    sentence: 'Every credit note is booked as on its way, and no other.',
    kind: 'refunds_in_transit',
    sign: '+',
    objects: (o) => of(notes(o, sent), 'true'),
  },
  {
    fact: 'invoice.credited',
    sentence: 'Every credit note for what funds had paid gave them back.',
    kind: 'funds',
    sign: '+',
    objects: (o) => of(notes(o, toFunds, 'customer_id'), 'true'),
  },
  {
    fact: 'invoice.credited',
    sentence: 'Every credit note took back the platform’s fee.',
    kind: 'platform_fees',
    sign: '-',
    objects: (o) => of(notes(o, 'c.fee'), 'true'),
  },
  {
    fact: 'invoice.credited',
    sentence: 'Every credit note took back the tax.',
    kind: 'tax_payable',
    sign: '-',
    objects: (o) => of(notes(o, taxBack), 'true'),
  },
  {
    fact: 'invoice.credited',
    sentence: 'Every credit note took back what the merchant had.',
    kind: 'merchant_balance',
    sign: '-',
    objects: (o) => of(notes(o, merchantShareBack), 'true'),
  },
  {
    fact: 'invoice.credit_voided',
    sentence: 'Every credit note that was voided gave the tax office its tax again.',
    kind: 'tax_payable',
    sign: '+',
    objects: (o) => of(notes(o, taxBack), `x.status = 'VOIDED'`),
  },
  {
    fact: 'invoice.credit_voided',
    sentence: 'Every credit note that was voided is booked, and no other.',
    kind: 'refunds_in_transit',
    sign: '-',
    objects: (o) => of(notes(o, sent), `x.status = 'VOIDED'`),
  },
  {
    fact: 'refund.settled',
    sentence: 'Every refund of an invoice that arrived is booked, and no other.',
    kind: 'refunds_in_transit',
    sign: '-',
    objects: (o) => arrived(o, 'invoice_refund'),
  },
  {
    fact: 'refund.rejected',
    sentence: 'Every refund of an invoice that was rejected is the customer’s, and no other.',
    kind: 'funds',
    sign: '+',
    objects: (o) => of(refunds(o, 'invoice_refund', 'refund_id'), `x.status = 'failed'`),
  },
]
