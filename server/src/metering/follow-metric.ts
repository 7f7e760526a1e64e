import { isDeepStrictEqual } from 'node:util'
import type { Ctx } from '../platform/ctx.ts'
import { uuidv7 } from '../platform/ids.ts'
import { insertMeter, lockMeters, retireMeters } from './follow-store.ts'
import { listMetersOfMetric, type Meter } from './meter-store.ts'
import { countStored, insertBackfill } from './meters/backfill-store.ts'
import type { ReadingMetric } from './reading-metric.ts'

/**
 * Reads events as the metric says from now on, and those that are stored already. Until these are read, the metric's
 * figures are those of the way in which it read events before.
 */
export async function followMetric(ctx: Ctx, metric: ReadingMetric): Promise<void> {
  const meters = await listMetersOfMetric(ctx, metric.id)
  const newest = meters.at(-1)
  if (newest ? readsAlike(newest, metric) : metric.eventType === undefined) return
  await lockMeters(ctx)
  const ready = meters.find(({ isReady }) => isReady)
  if (metric.eventType === undefined) return retireMeters(ctx, meters)
  if (ready && readsAlike(ready, metric)) return retireMeters(ctx, besides(meters, ready))
  const stored = await countStored(ctx, metric.eventType)
  const meterId = uuidv7()
  await insertMeter(ctx, meterId, {
    ...metric,
    eventType: metric.eventType,
    isReady: stored === 0n,
  })
  if (stored === 0n) return retireMeters(ctx, meters)
  await retireMeters(ctx, besides(meters, ready))
  await insertBackfill(ctx, meterId, stored)
  await ctx.schedule({ kind: 'metering.read_stored', subjectId: meterId, dueAt: ctx.now })
}

function readsAlike(meter: Meter, metric: ReadingMetric): boolean {
  const way = ({ eventType, valueProperty, groupBy, eventFrom }: Meter | ReadingMetric) => [
    eventType,
    valueProperty,
    groupBy && Object.entries(groupBy).sort(([a], [b]) => (a < b ? -1 : 1)),
    eventFrom?.toString(),
  ]
  return isDeepStrictEqual(way(meter), way(metric))
}

const besides = (meters: readonly Meter[], kept: Meter | undefined) =>
  meters.filter((meter) => meter !== kept)
