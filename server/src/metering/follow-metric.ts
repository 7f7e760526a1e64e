import type { Aggregation } from '@tallystick/core/metering/reading.ts'
import type { Ctx } from '../platform/ctx.ts'
import { uuidv7 } from '../platform/ids.ts'
import { insertMeter, lockMeters, retireMeters } from './follow-store.ts'

/** A metric, as far as it says how events are read. */
export type ReadingMetric = {
  readonly id: string
  readonly aggregation: Aggregation
  readonly eventType: string | undefined
  readonly valueProperty: string | undefined
  readonly groupBy: Readonly<Record<string, string>> | undefined
  readonly eventFrom: Temporal.Instant | undefined
}

/** Reads events as the metric says from now on; a metric that read them in another way before does so no more. */
export async function followMetric(ctx: Ctx, metric: ReadingMetric): Promise<void> {
  await lockMeters(ctx)
  await retireMeters(ctx, metric.id)
  if (metric.eventType === undefined) return
  await insertMeter(ctx, uuidv7(), { ...metric, eventType: metric.eventType })
}
