import type { ProviderAccount } from '@tallystick/core/ledger/accounts.ts'
import type { Known, ReportedKind } from '@tallystick/core/settling/judge.ts'
import { type RawBuilder, sql } from 'kysely'
import type { Ctx } from '../../platform/ctx.ts'
import { currencyOf, nanosOf } from '../../platform/db/amounts.ts'

/*
 * All that our books know of an account at a provider, in one form: kind, our id, how it is found in a report, the amount
 * and the fee as they change its balance, and whether it is booked.
 */

const ofPayments = (o: string, account: string) => sql`
  select 'charge' as kind, t.payment_attempt_id as subject_id, t.provider_reference as reference, t.amount, 0 as fee,
    t.currency, t.status = 'succeeded' as is_booked, t.updated_at as booked_at
  from tally.payment_attempts as t
  join tally.payment_sessions as s on s.merchant_id = ${o} and s.payment_session_id = t.payment_session_id
  where t.merchant_id = ${o} and s.provider = 'stripe' and s.provider_account = ${account} and t.amount > 0
  union all
  select w.kind, r.refund_id, r.refund_id, case when w.kind = 'refund' then -r.amount else r.amount end, 0,
    r.currency, r.status in ('succeeded', 'failed') and (w.kind = 'refund' or r.bounced_at is not null or r.status = 'failed'),
    r.updated_at
  from tally.refunds as r
  cross join (values ('refund'), ('refund_failure')) as w (kind)
  join tally.payment_attempts as t on t.merchant_id = ${o} and t.payment_attempt_id = r.payment_attempt_id
  join tally.payment_sessions as s on s.merchant_id = ${o} and s.payment_session_id = t.payment_session_id
  where r.merchant_id = ${o} and s.provider = 'stripe' and s.provider_account = ${account}
  union all
  select w.kind, c.payment_attempt_id, c.provider_reference, case when w.kind = 'dispute' then -c.amount else c.amount end,
    case when w.kind = 'dispute' then c.fee_amount else -c.fee_returned end, c.currency,
    w.kind = 'dispute' or c.status = 'won', coalesce(c.decided_at, c.created_at)
  from tally.chargebacks as c
  cross join (values ('dispute'), ('dispute_reversal')) as w (kind)
  join tally.payment_attempts as t on t.merchant_id = ${o} and t.payment_attempt_id = c.payment_attempt_id
  join tally.payment_sessions as s on s.merchant_id = ${o} and s.payment_session_id = t.payment_session_id
  where c.merchant_id = ${o} and s.provider = 'stripe' and s.provider_account = ${account}`

/** A destination charge leaves the platform's account whole, and the fee comes back. */
const ofPlatform = (o: string) => sql`
  select t.kind = 'transfer' as is_transfer, t.transfer_id as id, t.transfer_id as reference, t.amount, t.currency,
    t.status = 'succeeded' as is_booked, t.updated_at as booked_at from tally.transfers as t where t.merchant_id = ${o}`

const transfersOut = (o: string) => sql`
  select case when x.is_transfer then 'transfer' else 'transfer_reversal' end as kind, x.id as subject_id, x.reference,
    case when x.is_transfer then -x.amount else x.amount end as amount, 0 as fee, x.currency, x.is_booked, x.booked_at
  from (${ofPlatform(o)}) as x
  union all
  select w.kind, d.payment_attempt_id, case when w.kind = 'transfer' then t.idempotency_key else b.source end,
    case when w.kind = 'transfer' then -d.amount - d.fee_amount else d.fee_amount end, 0,
    d.currency, t.status = 'succeeded', t.updated_at
  from tally.destination_charges as d
  cross join (values ('transfer'), ('application_fee')) as w (kind)
  join tally.payment_attempts as t on t.merchant_id = ${o} and t.payment_attempt_id = d.payment_attempt_id
  left join tally.balance_transactions as b on b.organization_id = ${o} and b.kind = 'charge'
    and b.provider_account = 'platform' and b.subject_id = d.payment_attempt_id
  where d.merchant_id = ${o} and (w.kind = 'transfer' or d.fee_amount > 0)`

const transfersIn = (o: string, account: string) => sql`
  select case when t.kind = 'transfer' then 'charge' else 'transfer_reversal' end as kind, t.transfer_id as subject_id,
    t.provider_reference as reference, case when t.kind = 'transfer' then t.amount else -t.amount end as amount, 0 as fee,
    t.currency, t.status = 'succeeded' as is_booked, t.updated_at as booked_at
  from tally.transfers as t where t.merchant_id = ${o} and t.account = ${account}
  union all
  select 'charge', d.payment_attempt_id, b.source, d.amount, 0, d.currency, t.status = 'succeeded', t.updated_at
  from tally.destination_charges as d
  join tally.payment_attempts as t on t.merchant_id = ${o} and t.payment_attempt_id = d.payment_attempt_id
  left join tally.balance_transactions as b on b.organization_id = ${o} and b.kind = 'transfer'
    and b.provider_account = 'platform' and b.subject_id = d.payment_attempt_id
  where d.merchant_id = ${o} and d.account = ${account}`

const payouts = (o: string, account: string) => sql`
  select w.kind, p.payout_id as subject_id, p.provider_reference as reference,
    case when w.kind = 'payout' then -p.amount else p.amount end as amount, 0 as fee, p.currency,
    w.kind = 'payout' or p.failed_at is not null as is_booked, p.updated_at as booked_at
  from tally.payouts as p cross join (values ('payout'), ('payout_failure')) as w (kind)
  where p.merchant_id = ${o} and p.provider = 'stripe' and p.provider_account = ${account}`

function everything(o: string, account: string): RawBuilder<unknown> {
  if (account === 'platform') {
    return sql`${ofPayments(o, account)} union all ${transfersOut(o)} union all ${payouts(o, account)}`
  }
  return sql`${ofPayments(o, account)} union all ${transfersIn(o, account)} union all ${payouts(o, account)}`
}

type Row = {
  readonly kind: ReportedKind
  readonly subject_id: string
  readonly amount: string
  readonly fee: string
  readonly currency: string
  readonly is_booked: boolean
  readonly booked_at: Temporal.Instant
}

/** What of ours a transaction is about. */
export async function findKnown(
  ctx: Ctx,
  { account }: ProviderAccount,
  about: { readonly kind: ReportedKind; readonly reference: string | undefined },
): Promise<Known | undefined> {
  if (about.reference === undefined) return undefined
  const { rows } = await sql<Row>`
    select k.kind, k.subject_id, k.amount, k.fee, k.currency, k.is_booked, k.booked_at
    from (${everything(ctx.organizationId, account)}) as k
    where k.kind = ${about.kind} and k.reference = ${about.reference}
    order by k.subject_id limit 1`.execute(ctx.db)
  const [row] = rows
  return (
    row && {
      subjectId: row.subject_id,
      amount: nanosOf(row.amount),
      fee: nanosOf(row.fee),
      currency: currencyOf(row.currency),
      isBooked: row.is_booked,
    }
  )
}

export type Unreported = {
  readonly kind: ReportedKind
  readonly subjectId: string
  /** Nanos that the books have moved, net of a fee that is booked with it. */
  readonly amount: bigint
  readonly currency: string
  readonly bookedAt: Temporal.Instant
}

/** What is booked, and in no report so far. A refund that failed at once never moved. */
export async function listUnreported(
  ctx: Ctx,
  { account }: ProviderAccount,
): Promise<readonly Unreported[]> {
  const o = ctx.organizationId
  const { rows } = await sql<Row>`
    select k.kind, k.subject_id, k.amount, k.fee, k.currency, k.is_booked, k.booked_at
    from (${everything(o, account)}) as k
    where k.is_booked and not exists (
      select from tally.balance_transactions as b where b.organization_id = ${o}
        and b.provider_account = ${account} and b.kind = k.kind and b.subject_id = k.subject_id)
      and not exists (
        select from tally.refunds as r where r.merchant_id = ${o} and r.refund_id = k.subject_id
          and r.status = 'failed')
    order by k.booked_at, k.subject_id`.execute(ctx.db)
  return rows.map((row) => ({
    kind: row.kind,
    subjectId: row.subject_id,
    amount: nanosOf(row.amount) - nanosOf(row.fee),
    currency: row.currency,
    bookedAt: row.booked_at,
  }))
}
