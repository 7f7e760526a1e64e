import { sql } from 'kysely'
import type { FactRule } from './fact-rows.ts'

/** Money between accounts at a provider, to banks, and what the provider kept. */
export const settlementFacts: readonly FactRule[] = [
  {
    fact: 'chargeback.won',
    sentence: 'Every dispute that was won is booked with what came back, and no other.',
    kind: 'provider_clearing',
    sign: '-',
    objects: (o) => sql`
      select c.payment_attempt_id as id, c.currency, c.amount + c.fee_returned as amount, null as holder
      from tally.chargebacks as c where c.merchant_id = ${o} and c.status = 'won'`,
  },
  {
    fact: 'chargeback.lost',
    sentence: 'Every dispute that was lost is booked, and no other.',
    kind: 'merchant_reserve',
    sign: '-',
    objects: (o) => sql`
      select c.payment_attempt_id as id, c.currency, c.amount, null as holder
      from tally.chargebacks as c where c.merchant_id = ${o} and c.status = 'lost'`,
  },
  {
    fact: 'payout.started',
    sentence: 'Every payout is booked, and no other.',
    kind: 'payouts_in_transit',
    sign: '-',
    objects: (o) => payouts(o, 'true'),
  },
  {
    fact: 'payout.settled',
    sentence: 'Every payout that arrived is booked, and no other.',
    kind: 'merchant_balance',
    sign: '-',
    objects: (o) => payouts(o, 'p.settled_at is not null'),
  },
  {
    fact: 'payout.settlement_reversed',
    sentence: 'Every payout that came back after it had arrived is booked, and no other.',
    kind: 'merchant_balance',
    sign: '+',
    objects: (o) => payouts(o, 'p.settled_at is not null and p.failed_at is not null'),
  },
  {
    fact: 'payout.failed',
    sentence: 'Every payout that failed is booked, and no other.',
    kind: 'payouts_in_transit',
    sign: '+',
    objects: (o) => payouts(o, 'p.failed_at is not null'),
  },
]

const payouts = (o: string, condition: string) => sql`
  select p.payout_id as id, p.currency, p.amount, null as holder
  from tally.payouts as p where p.merchant_id = ${o} and ${sql.raw(condition)}`
