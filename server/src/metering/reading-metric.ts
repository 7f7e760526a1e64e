import type { MeterDefinition } from '@tallystick/core/metering/reading.ts'

/** A metric, as far as it says how events are read. */
export type ReadingMetric = MeterDefinition & {
  readonly id: string
  readonly eventType: string | undefined
  readonly eventFrom: Temporal.Instant | undefined
}
