import { assert } from '@tallystick/core/assert.ts'
import { quantityOf } from '@tallystick/core/metering/aggregate.ts'
import type { Decimal } from '@tallystick/core/money/decimal.ts'
import type { Ctx } from '../platform/ctx.ts'
import { type MeterRequest, sumRequests, type TotalsRow } from './meters/batch-store.ts'
import { aggregationOf, sumOf } from './meters/totals.ts'

export type MeterReading = {
  /** By the metric's aggregation; zero where there is no event. */
  readonly quantity: Decimal
  readonly events: bigint
  /** The real time of the reading, whatever clock the customer lives by: what `changedSince` wants to know. */
  readonly asOf: Temporal.Instant
}

/**
 * What customers used of metrics, each in [from, to), exact at both ends: many readings in one round trip, in the order of
 * the requests, all of one moment.
 */
export async function readMeters(
  ctx: Ctx,
  requests: readonly MeterRequest[],
): Promise<readonly MeterReading[]> {
  if (requests.length === 0) return []
  const found = new Map((await sumRequests(ctx, requests)).map((row) => [row.at, row]))
  return requests.map(({ billableMetricId }, at) => {
    const row = found.get(at)
    assert(row, `there is a metric ${billableMetricId}`)
    return readingOf(row)
  })
}

function readingOf(row: TotalsRow): MeterReading {
  const optional = (column: string | null) => (column === null ? undefined : sumOf(column))
  const quantity = quantityOf(aggregationOf(row.aggregation), {
    events: row.events,
    sum: sumOf(row.sum),
    min: optional(row.min),
    max: optional(row.max),
    latest: optional(row.latest),
    distinct: row.distincts,
  })
  return { quantity, events: row.events, asOf: row.asked_at }
}
