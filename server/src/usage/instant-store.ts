import type { Decimal } from '@tallystick/core/money/decimal.ts'
import { sql } from 'kysely'
import type { Ctx } from '../platform/ctx.ts'
import { decimalOf, nanosOf } from '../platform/db/amounts.ts'

export type UsedOfMetric = {
  readonly metricId: string
  readonly quantity: Decimal
  readonly price: bigint
  /** Its part of the tax of its events, by price; a fraction of a nano may be missing. */
  readonly taxShare: bigint
  /** Tax of all events together, the same on each row. */
  readonly tax: bigint
}

export type UsedWhen = {
  readonly subscriptionId: string
  readonly customerId: string
  readonly from: Temporal.Instant
  readonly to: Temporal.Instant
}

/** What was used of each metric and not given back. */
export async function listUsed(ctx: Ctx, used: UsedWhen): Promise<readonly UsedOfMetric[]> {
  const merchant = ctx.organizationId
  const { rows } = await sql<Record<'metric_id' | 'quantity' | 'price' | 'share' | 'tax', string>>`
    with kept as materialized (
      select e.usage_event_id, e.price, e.tax, e.metric_ids, e.quantities, e.prices
      from tally.usage_events as e
      where e.merchant_id = ${merchant} and e.customer_id = ${used.customerId}
        and e.subscription_id = ${used.subscriptionId}
        and e.used_at >= ${used.from} and e.used_at < ${used.to}
        and not exists (
          select from tally.usage_refunds as r
          where r.merchant_id = ${merchant} and r.usage_event_id = e.usage_event_id)
    )
    select u.metric_id, sum(u.quantity)::text as quantity, sum(u.price)::text as price,
      trunc(sum(case when k.price = 0 then 0 else k.tax * u.price / k.price end), 9)::text as share,
      (select sum(a.tax) from kept as a)::text as tax
    from kept as k
    cross join lateral unnest(k.metric_ids, k.quantities, k.prices) as u (metric_id, quantity, price)
    group by u.metric_id
    order by u.metric_id`.execute(ctx.db)
  return rows.map((row) => ({
    metricId: row.metric_id,
    quantity: decimalOf(row.quantity),
    price: nanosOf(row.price),
    taxShare: nanosOf(row.share),
    tax: nanosOf(row.tax),
  }))
}
