import { sql } from 'kysely'
import type { Ctx } from '../platform/ctx.ts'
import type { ReadingMetric } from './reading-metric.ts'

/** Waits until whoever is storing events has done so, and lets nobody begin until this transaction ends. */
export async function lockMeters(ctx: Ctx): Promise<void> {
  await sql`select pg_advisory_xact_lock(hashtextextended(${`meters ${ctx.organizationId}`}, 0))`.execute(
    ctx.db,
  )
}

/** They read nothing any more, and no figure is theirs. By the clock of the database, as everything that changes figures. */
export async function retireMeters(
  ctx: Ctx,
  meters: readonly { readonly meterId: string }[],
): Promise<void> {
  if (meters.length === 0) return
  const ids = meters.map(({ meterId }) => meterId)
  await sql`
    update tally.meters set retired_at = clock_timestamp()
    where merchant_id = ${ctx.organizationId} and meter_id = any (${ids}::uuid[])`.execute(ctx.db)
}

export type NewMeter = ReadingMetric & { readonly eventType: string; readonly isReady: boolean }

export async function insertMeter(ctx: Ctx, meterId: string, metric: NewMeter): Promise<void> {
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
      ready_at: metric.isReady ? sql<Temporal.Instant>`clock_timestamp()` : null,
    })
    .execute()
}
