import type { Aggregation } from '@tallystick/core/metering/reading.ts'
import { sql } from 'kysely'
import type { Ctx } from '../../platform/ctx.ts'
import { aggregationOf } from './totals.ts'

/** What a metric measures now. */
export type MeteredMetric = {
  readonly billableMetricId: string
  readonly aggregation: Aggregation
  readonly dimensions: readonly string[]
  /** Under which its figures stand: of the events it reads, if it is ready, and of instant usage. */
  readonly meterIds: readonly string[]
}

type Row = {
  readonly aggregation: string
  readonly group_by: Readonly<Record<string, string>> | null
  readonly meters: string[]
}

/** The dimensions are those of the metric, also while the meter that reads them is not ready. */
export async function findMeteredMetric(
  ctx: Ctx,
  billableMetricId: string,
): Promise<MeteredMetric | undefined> {
  const { rows } = await sql<Row>`
    /* find metered metric */
    select b.aggregation, b.group_by, array(
      select m.meter_id::text from tally.meters as m
      where m.merchant_id = ${ctx.organizationId} and m.billable_metric_id = ${billableMetricId}
        and m.ready_at is not null and m.retired_at is null
    ) as meters
    from tally.billable_metrics as b
    where b.merchant_id = ${ctx.organizationId} and b.billable_metric_id = ${billableMetricId}`.execute(
    ctx.db,
  )
  const [row] = rows
  return (
    row && {
      billableMetricId,
      aggregation: aggregationOf(row.aggregation),
      dimensions: Object.keys(row.group_by ?? {}),
      meterIds: [...row.meters, digitsOf(billableMetricId)],
    }
  )
}

/** The digits of an id, which are a uuid. */
export function digitsOf(id: string): string {
  return id.slice(id.indexOf('_') + 1)
}
