import type { AccountKind, Fact } from '@tallystick/core/ledger/entry.ts'
import { type RawBuilder, sql } from 'kysely'

/** What the state of objects says about the books: which entries there must be, and no others. */
export type FactRule = {
  readonly fact: Fact
  /** True when nothing is wrong. */
  readonly sentence: string
  /** The kind of account on which the amount shows. */
  readonly kind: AccountKind
  /** Whether the account is credited or debited. */
  readonly sign: '+' | '-'
  /** Rows of id (the entry's subject), currency, amount, and holder: the account's subject where it matters. */
  readonly objects: (organization: string) => RawBuilder<unknown>
}

const refunds = (o: string, reason: string, id: 'refund_id' | 'subject_id') => sql`
  select r.${sql.raw(id)} as id, r.currency, r.amount, r.status,
    case when r.reason = 'funds_return' then r.customer_id end as holder
  from tally.refunds as r where r.merchant_id = ${o} and r.reason = ${reason}`

/** What is owed of an invoice is what instant usage has not paid. */
const owed = 'i.grand_total - i.instant_subtotal - i.instant_tax'

const invoices = (o: string, amount: typeof owed | 'i.fee') => sql`
  select i.invoice_id as id, i.currency, ${sql.raw(amount)} as amount, i.status, i.credited_at,
    case when ${amount} <> 'i.fee' then i.customer_id end as holder
  from tally.invoices as i
  where i.merchant_id = ${o} and i.issued_at is not null and ${sql.raw(owed)} > 0`

const of = (rows: RawBuilder<unknown>, condition: string) => sql`
  select x.id, x.currency, x.amount, x.holder from (${rows}) as x where ${sql.raw(condition)}`

export const factRules: readonly FactRule[] = [
  {
    fact: 'topup.paid',
    sentence: 'Every top-up and prefund that was paid is booked, and no other.',
    kind: 'funds',
    sign: '+',
    objects: (o) => sql`
      select t.topup_id as id, t.currency, t.amount, t.customer_id as holder
      from tally.topups as t where t.merchant_id = ${o} and t.status = 'success'
      union all
      select s.payment_session_id, s.currency, s.prefund_due, s.customer_id
      from tally.subscriptions as s where s.merchant_id = ${o} and s.activated_at is not null
        and s.payment_session_id is not null and s.prefund_due > 0`,
  },
  {
    fact: 'payment.paid',
    sentence: 'Every completed payment is booked, and no other.',
    kind: 'provider_clearing',
    sign: '-',
    objects: (o) => sql`
      select p.payment_id as id, p.currency, p.amount, null as holder
      from tally.payments as p where p.merchant_id = ${o} and p.status = 'completed'`,
  },
  {
    fact: 'payment.duplicated',
    sentence: 'Every payment that nobody wanted is noted, and no other.',
    kind: 'unapplied_payments',
    sign: '+',
    objects: (o) => of(refunds(o, 'duplicate_payment', 'subject_id'), 'true'),
  },
  {
    fact: 'payment.returned',
    sentence: 'Every such payment that was sent back is booked, and no other.',
    kind: 'unapplied_payments',
    sign: '-',
    objects: (o) => of(refunds(o, 'duplicate_payment', 'subject_id'), `x.status = 'succeeded'`),
  },
  {
    fact: 'funds.returned',
    sentence: 'Every return of funds is booked, and no other.',
    kind: 'funds',
    sign: '-',
    objects: (o) => sql`
      select f.funds_return_id as id, f.currency, f.amount, f.customer_id as holder
      from tally.funds_returns as f where f.merchant_id = ${o}`,
  },
  {
    fact: 'funds.return_settled',
    sentence: 'Every return of funds that arrived is booked, and no other.',
    kind: 'refunds_in_transit',
    sign: '-',
    objects: (o) => sql`
      select x.id, x.currency, x.amount, null as holder
      from (${refunds(o, 'funds_return', 'refund_id')}) as x where x.status = 'succeeded'`,
  },
  {
    fact: 'funds.return_failed',
    sentence: 'Every return of funds that failed is booked, and no other.',
    kind: 'funds',
    sign: '+',
    objects: (o) => of(refunds(o, 'funds_return', 'refund_id'), `x.status = 'failed'`),
  },
  {
    fact: 'invoice.issued',
    sentence: 'Every invoice is booked as a debt, and no other.',
    kind: 'receivable',
    sign: '-',
    objects: (o) => of(invoices(o, owed), 'true'),
  },
  {
    fact: 'invoice.cancelled',
    sentence: 'Every cancelled invoice is booked, and no other.',
    kind: 'receivable',
    sign: '+',
    objects: (o) => of(invoices(o, owed), `x.status = 'CANCELLED'`),
  },
  {
    fact: 'invoice.paid',
    sentence: 'Every paid invoice is booked, and no other.',
    kind: 'receivable',
    sign: '+',
    objects: (o) => of(invoices(o, owed), `x.status = 'PAID'`),
  },
  {
    fact: 'invoice.paid',
    sentence: 'Every paid invoice gave the platform its fee.',
    kind: 'platform_fees',
    sign: '+',
    objects: (o) => of(invoices(o, 'i.fee'), `x.status = 'PAID'`),
  },
  {
    fact: 'invoice.credited',
    sentence: 'Every credited invoice is booked, and no other.',
    kind: 'funds',
    sign: '+',
    objects: (o) => of(invoices(o, owed), 'x.credited_at is not null'),
  },
  {
    fact: 'chargeback.opened',
    sentence: 'Every dispute is booked with its fee, and no other.',
    kind: 'provider_clearing',
    sign: '+',
    objects: (o) => sql`
      select c.payment_attempt_id as id, c.currency, c.amount + c.fee_amount as amount, null as holder
      from tally.chargebacks as c where c.merchant_id = ${o}`,
  },
  {
    fact: 'chargeback.opened',
    sentence: 'Every dispute took from the customer what it says.',
    kind: 'funds',
    sign: '-',
    objects: (o) => sql`
      select c.payment_attempt_id as id, c.currency, c.funds_amount as amount, s.customer_id as holder
      from tally.chargebacks as c
      join tally.payment_attempts as t on t.merchant_id = ${o}
        and t.payment_attempt_id = c.payment_attempt_id
      join tally.payment_sessions as s on s.merchant_id = ${o}
        and s.payment_session_id = t.payment_session_id
      where c.merchant_id = ${o}`,
  },
]
