import type { Aggregation, MeterDefinition } from '@tallystick/core/metering/reading.ts'
import { sql } from 'kysely'
import type { Ctx } from '../platform/ctx.ts'
import { hexOfColumn } from './hex.ts'

/** One way in which a metric reads events. */
export type Meter = MeterDefinition & {
  /** 32 hex digits. */
  readonly meterId: string
  readonly billableMetricId: string
  readonly eventType: string
  /** Events that happened before are not read. */
  readonly eventFrom: Temporal.Instant | undefined
  /** Whether it has read what there was before it, so that its figures are the metric's. */
  readonly isReady: boolean
}

type Row = {
  readonly meter_id: string
  readonly billable_metric_id: string
  readonly aggregation: string
  readonly event_type: string
  readonly value_property: string | null
  readonly group_by: unknown
  readonly event_from: Temporal.Instant | null
  readonly ready_at: Temporal.Instant | null
}

const columns =
  sql.raw(`m.meter_id, m.billable_metric_id, m.aggregation, m.event_type, m.value_property,
  m.group_by, m.event_from, m.ready_at`)

/** What reads events of these types. */
export async function listMetersOf(ctx: Ctx, types: readonly string[]): Promise<Meter[]> {
  const { rows } = await sql<Row>`
    /* list meters of types */
    select ${columns}
    from tally.meters as m
    where m.merchant_id = ${ctx.organizationId} and m.event_type = any (${types}::text[])
      and m.retired_at is null
    order by m.meter_id`.execute(ctx.db)
  return rows.map(meterOf)
}

/** All that read for a metric: the one that is ready, then the one that is not yet. */
export async function listMetersOfMetric(ctx: Ctx, billableMetricId: string): Promise<Meter[]> {
  const { rows } = await sql<Row>`
    /* list meters of metric */
    select ${columns} from tally.meters as m
    where m.merchant_id = ${ctx.organizationId} and m.billable_metric_id = ${billableMetricId}
      and m.retired_at is null
    order by m.ready_at nulls last, m.meter_id`.execute(ctx.db)
  return rows.map(meterOf)
}

/** One that reads, ready or not. */
export async function findMeter(ctx: Ctx, meterId: string): Promise<Meter | undefined> {
  const { rows } = await sql<Row>`
    /* find meter */
    select ${columns} from tally.meters as m
    where m.merchant_id = ${ctx.organizationId} and m.meter_id = ${meterId} and m.retired_at is null`.execute(
    ctx.db,
  )
  return rows[0] && meterOf(rows[0])
}

function meterOf(row: Row): Meter {
  return {
    meterId: hexOfColumn(row.meter_id),
    billableMetricId: row.billable_metric_id,
    // A check of the table keeps it one of these.
    aggregation: row.aggregation as Aggregation,
    eventType: row.event_type,
    valueProperty: row.value_property ?? undefined,
    groupBy: (row.group_by as Readonly<Record<string, string>> | null) ?? undefined,
    eventFrom: row.event_from ?? undefined,
    isReady: row.ready_at !== null,
  }
}

/**
 * Whoever stores events holds this to the end, and whoever makes a meter waits for them: then every segment either names
 * the meter or is there to be found.
 */
export async function holdMeters(ctx: Ctx): Promise<void> {
  await sql`
    /* hold meters */
    select set_config('plan_cache_mode', 'force_generic_plan', true),
      pg_advisory_xact_lock_shared(hashtextextended(${`meters ${ctx.organizationId}`}, 0))`.execute(
    ctx.db,
  )
}
