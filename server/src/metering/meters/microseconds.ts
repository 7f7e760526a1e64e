const earliest = Temporal.Instant.from('0001-01-01T00:00:00Z')
const latest = Temporal.Instant.from('9999-12-31T23:59:59Z')

/**
 * A bound of time as the database can say it. Rounded up: an event, which is stored in microseconds, lies on the same
 * side of it as of the bound that was meant.
 */
export function inMicroseconds(instant: Temporal.Instant): Temporal.Instant {
  if (Temporal.Instant.compare(instant, earliest) < 0) return earliest
  if (Temporal.Instant.compare(instant, latest) > 0) return latest
  return instant.round({ smallestUnit: 'microsecond', roundingMode: 'ceil' })
}
