import type { aggregations } from '@tallystick/contract/billable-metrics.ts'
import { readInstant } from '../../platform/http/instant.ts'
import { invalid } from '../../platform/problem.ts'
import type { MetricReading } from './store.ts'

/** How a metric reads events, with null where a change takes something away. */
export type ReadingChange = {
  readonly description?: string
  readonly name?: string
  readonly unit?: string
  readonly eventType?: string | null
  readonly valueProperty?: string | null
  readonly groupBy?: Readonly<Record<string, string>> | null
  readonly eventFrom?: string | null
}

/** The reading after a change: what is left out stays, what is null goes. */
export function changedReading(before: MetricReading, change: ReadingChange): MetricReading {
  const { eventFrom } = change
  return {
    description: change.description ?? before.description,
    name: change.name ?? before.name,
    unit: change.unit ?? before.unit,
    eventType: changed(before.eventType, change.eventType),
    valueProperty: changed(before.valueProperty, change.valueProperty),
    groupBy: changed(before.groupBy, change.groupBy),
    eventFrom:
      typeof eventFrom === 'string' ? instant(eventFrom) : changed(before.eventFrom, eventFrom),
  }
}

function changed<T>(before: T | undefined, change: T | null | undefined): T | undefined {
  return change === undefined ? before : (change ?? undefined)
}

function instant(text: string): Temporal.Instant {
  const read = readInstant(text)
  if (read) return read
  throw invalid({ field: 'eventFrom', message: 'must be a point in time', code: 'invalid_format' })
}

/** All aggregations but COUNT read a value. Metrics without a type of event are fed with quantities instead. */
export function assertReadable(
  aggregation: (typeof aggregations)[number],
  { eventType, valueProperty }: MetricReading,
): void {
  if (eventType === undefined || valueProperty !== undefined || aggregation === 'COUNT') return
  const message = `is required for ${aggregation} over events`
  throw invalid({ field: 'valueProperty', message, code: 'required' })
}
