import { decimalFromInteger } from '@tallystick/core/money/decimal.ts'
import type { Ctx } from '../platform/ctx.ts'
import { uuidv7 } from '../platform/ids.ts'
import { listDistinctMetrics } from './distinct-store.ts'
import { hexOf } from './hex.ts'
import { markOf, type Reading } from './ingest/decide.ts'
import { insertReadings } from './ingest/event-store.ts'

/** Which of these metrics count how many different quantities come. */
export function distinctMetrics(
  ctx: Ctx,
  metricIds: readonly string[],
): Promise<ReadonlySet<string>> {
  return listDistinctMetrics(ctx, metricIds)
}

/** Usage that was charged as it arrived. */
export type ChargedUsage = {
  readonly id: string
  readonly customerId: string
  readonly usedAt: Temporal.Instant
  readonly properties: readonly { readonly metricId: string; readonly quantity: number }[]
}

/**
 * Counts usage that was charged as it arrived in the meters of its metrics. It stands under the metric itself, apart
 * from what the metric reads of events: that is billed after the period, and this never again.
 */
export async function recordReadings(
  ctx: Ctx,
  used: readonly ChargedUsage[],
  distinct: ReadonlySet<string>,
): Promise<void> {
  const rows = used.map(({ id, customerId, usedAt, properties }) => ({
    arrival: { eventId: hexOf(id) },
    line: {},
    subjectId: hexOf(customerId),
    happenedAt: usedAt,
    readings: properties.map(({ metricId, quantity }): Reading => {
      const meter = { meterId: hexOf(metricId), dimensions: undefined }
      return distinct.has(metricId)
        ? { ...meter, amount: undefined, mark: markOf(ctx, JSON.stringify(quantity)) }
        : { ...meter, amount: decimalFromInteger(BigInt(quantity)), mark: undefined }
    }),
  }))
  await insertReadings(ctx, uuidv7(), rows)
}
