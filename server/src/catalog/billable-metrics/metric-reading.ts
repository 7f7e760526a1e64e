import type { Aggregation } from '@tallystick/core/metering/reading.ts'
import { parseInstant } from '../../platform/http/instant.ts'
import type { FieldError } from '../../platform/problem.ts'
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
    eventFrom: changed(
      before.eventFrom,
      typeof eventFrom === 'string' ? parseInstant(eventFrom) : eventFrom,
    ),
  }
}

function changed<T>(before: T | undefined, change: T | null | undefined): T | undefined {
  return change === undefined ? before : (change ?? undefined)
}

/**
 * What is wrong with a change to a reading. All aggregations but COUNT read a value of each event; metrics without a type
 * of event are fed with quantities instead.
 */
export function readingErrors(
  aggregation: Aggregation,
  { eventType, valueProperty }: MetricReading,
  { eventFrom }: ReadingChange,
): FieldError[] {
  const errors: FieldError[] = []
  if (typeof eventFrom === 'string' && !parseInstant(eventFrom)) {
    const message = 'must be a point in time'
    errors.push({ field: 'eventFrom', message, code: 'invalid_format' })
  }
  if (eventType !== undefined && valueProperty === undefined && aggregation !== 'COUNT') {
    const message = `is required for ${aggregation} over events`
    errors.push({ field: 'valueProperty', message, code: 'required' })
  }
  return errors
}
