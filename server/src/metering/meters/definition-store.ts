import type { Aggregation } from '@tallystick/core/metering/reading.ts'
import { type RawBuilder, sql } from 'kysely'
import type { Ctx } from '../../platform/ctx.ts'
import { aggregationOf } from './totals.ts'

/** What a metric measures now. */
export type MeteredMetric = {
  readonly billableMetricId: string
  readonly aggregation: Aggregation
  readonly dimensions: readonly string[]
}

type Row = {
  readonly aggregation: string
  readonly group_by: Readonly<Record<string, string>> | null
}

/** The dimensions are those of the metric, also while the meter that reads them is not ready. */
export async function findMeteredMetric(
  ctx: Ctx,
  billableMetricId: string,
): Promise<MeteredMetric | undefined> {
  const { rows } = await sql<Row>`
    /* find metered metric */
    select b.aggregation, b.group_by from tally.billable_metrics as b
    where b.merchant_id = ${ctx.organizationId} and b.billable_metric_id = ${billableMetricId}`.execute(
    ctx.db,
  )
  const [row] = rows
  return (
    row && {
      billableMetricId,
      aggregation: aggregationOf(row.aggregation),
      dimensions: Object.keys(row.group_by ?? {}),
    }
  )
}

/** The one meter of a metric whose readings of events count, as an array; empty while it is not ready. */
export function readyMeters(merchantId: string, billableMetricId: string): RawBuilder<unknown> {
  return sql`array(select m.meter_id from tally.meters as m where m.merchant_id = ${merchantId}
    and m.billable_metric_id = ${billableMetricId} and m.ready_at is not null and m.retired_at is null)`
}
