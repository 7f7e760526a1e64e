import { sql } from 'kysely'
import { arrived, type FactRule, of, refunds } from './fact-rows.ts'

/** What is owed of an invoice is what instant usage has not paid. */
const owed = 'i.grand_total - i.instant_subtotal - i.instant_tax'

/** Whose account it is on matters where customers have accounts of their own. */
type Holder = 'customer_id' | 'null'

const invoices = (o: string, amount: typeof owed | 'i.fee', holder: Holder) => sql`
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
    objects: (o) => of(invoices(o, 'i.fee', 'null'), `x.status = 'PAID'`),
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
