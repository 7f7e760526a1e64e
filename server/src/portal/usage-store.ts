import { sql } from 'kysely'
import type { Ctx } from '../platform/ctx.ts'
import type { Holder } from './holder-store.ts'

export type Span = { readonly from: Temporal.Instant; readonly to: Temporal.Instant }
export type WindowSize = 'HOUR' | 'DAY'

export type UsedRow = {
  readonly metric_id: string
  readonly start: Temporal.Instant
  readonly quantity: string
  readonly amount: string
}

/** Usage of a subscription that was charged and not refunded, by metric and window in UTC. */
export async function listUsage(
  ctx: Ctx,
  { subscriptionId, customerId }: Holder,
  { from, to, windowSize }: Span & { readonly windowSize: WindowSize },
): Promise<readonly UsedRow[]> {
  const { rows } = await sql<UsedRow>`
    select used.metric_id, date_trunc(${windowSize.toLowerCase()}, e.used_at, 'UTC') as start,
      sum(used.quantity) as quantity, sum(used.price) as amount
    from tally.usage_events as e
    cross join lateral unnest(e.metric_ids, e.quantities, e.prices) as used (metric_id, quantity, price)
    where e.merchant_id = ${ctx.organizationId} and e.customer_id = ${customerId}
      and e.subscription_id = ${subscriptionId} and e.used_at >= ${from} and e.used_at < ${to}
      and not exists (select from tally.usage_refunds as r
        where r.merchant_id = e.merchant_id and r.usage_event_id = e.usage_event_id)
    group by 1, 2
    order by 1, 2`.execute(ctx.db)
  return rows
}

export type Total = { readonly charged: string; readonly tax: string; readonly events: number }

/** What a subscription's usage has cost in a span of time, without what was refunded. */
export async function findUsageTotal(
  ctx: Ctx,
  { subscriptionId, customerId }: Holder,
  { from, to }: Span,
): Promise<Total> {
  const { rows } = await sql<Total>`
    select coalesce(sum(e.price), 0) as charged, coalesce(sum(e.tax), 0) as tax, count(*)::int as events
    from tally.usage_events as e
    where e.merchant_id = ${ctx.organizationId} and e.customer_id = ${customerId}
      and e.subscription_id = ${subscriptionId} and e.used_at >= ${from} and e.used_at < ${to}
      and not exists (select from tally.usage_refunds as r
        where r.merchant_id = e.merchant_id and r.usage_event_id = e.usage_event_id)`.execute(
    ctx.db,
  )
  return rows[0] ?? { charged: '0', tax: '0', events: 0 }
}

export type Metric = { readonly id: string; readonly name: string; readonly unit: string }

export async function listMetrics(ctx: Ctx, ids: readonly string[]): Promise<readonly Metric[]> {
  if (ids.length === 0) return []
  return ctx.db
    .selectFrom('tally.billable_metrics')
    .select(['billable_metric_id as id', 'name', 'unit'])
    .where('merchant_id', '=', ctx.organizationId)
    .where('billable_metric_id', 'in', ids)
    .orderBy('name')
    .orderBy('billable_metric_id')
    .limit(ids.length)
    .execute()
}
