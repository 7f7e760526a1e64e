export const windowSizes = ['MINUTE', 'HOUR', 'DAY', 'MONTH'] as const

/** Windows of a meter query. They begin where the minute, hour, day or month begins in UTC. */
export type WindowSize = (typeof windowSizes)[number]

/** Half-open: the start belongs to it, the end to the next. */
export type Window = { readonly start: Temporal.Instant; readonly end: Temporal.Instant }

/** The window of that size that holds the instant. */
export function windowAt(size: WindowSize, instant: Temporal.Instant): Window {
  const utc = instant.toZonedDateTimeISO('UTC')
  const { unit, length } = steps[size]
  const first = size === 'MONTH' ? utc.with({ day: 1 }).startOfDay() : utc.round(unit)
  return { start: first.toInstant(), end: first.add(length).toInstant() }
}

const steps = {
  MINUTE: { unit: { smallestUnit: 'minute', roundingMode: 'floor' }, length: { minutes: 1 } },
  HOUR: { unit: { smallestUnit: 'hour', roundingMode: 'floor' }, length: { hours: 1 } },
  DAY: { unit: { smallestUnit: 'day', roundingMode: 'floor' }, length: { days: 1 } },
  MONTH: { unit: { smallestUnit: 'day', roundingMode: 'floor' }, length: { months: 1 } },
} as const satisfies Record<WindowSize, object>
