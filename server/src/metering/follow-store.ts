import { sql } from 'kysely'
import type { Ctx } from '../platform/ctx.ts'
import type { ReadingMetric } from './follow-metric.ts'

/** Waits until whoever is storing events has done so, and lets nobody begin until this transaction ends. */
export async function lockMeters(ctx: Ctx): Promise<void> {
  await sql`select pg_advisory_xact_lock(hashtextextended(${`meters ${ctx.organizationId}`}, 0))`.execute(
    ctx.db,
  )
}

export async function retireMeters(ctx: Ctx, billableMetricId: string): Promise<void> {
  await ctx.db
    .updateTable('tally.meters')
    .set({ retired_at: ctx.realNow })
    .where('merchant_id', '=', ctx.organizationId)
    .where('billable_metric_id', '=', billableMetricId)
    .where('retired_at', 'is', null)
    .execute()
}

export async function insertMeter(
  ctx: Ctx,
  meterId: string,
  metric: ReadingMetric & { readonly eventType: string },
): Promise<void> {
  await ctx.db
    .insertInto('tally.meters')
    .values({
      merchant_id: ctx.organizationId,
      meter_id: meterId,
      billable_metric_id: metric.id,
      aggregation: metric.aggregation,
      event_type: metric.eventType,
      value_property: metric.valueProperty ?? null,
      group_by: metric.groupBy ? JSON.stringify(metric.groupBy) : null,
      event_from: metric.eventFrom ?? null,
      created_at: ctx.realNow,
      ready_at: ctx.realNow,
    })
    .execute()
}
