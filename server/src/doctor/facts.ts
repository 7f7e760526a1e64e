import { sql } from 'kysely'
import { arrived, type FactRule, of, refunds } from './fact-rows.ts'
import { invoiceFacts } from './invoice-facts.ts'
import { settlementFacts } from './settlement-facts.ts'

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
    objects: (o) => arrived(o, 'funds_return'),
  },
  {
    fact: 'funds.return_failed',
    sentence: 'Every return of funds that failed is booked, and no other.',
    kind: 'funds',
    sign: '+',
    objects: (o) => of(refunds(o, 'funds_return', 'refund_id'), `x.status = 'failed'`),
  },
  {
    fact: 'refund.bounced',
    sentence: 'Every refund that came back from the payer’s bank is booked, and no other.',
    kind: 'provider_clearing',
    sign: '-',
    objects: (o) => sql`
      select r.refund_id as id, r.currency, r.amount, null as holder
      from tally.refunds as r where r.merchant_id = ${o} and r.bounced_at is not null`,
  },
  ...invoiceFacts,
  ...settlementFacts,
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
