import { isAfter, isBefore } from '@tallystick/core/time/instant.ts'

/** The beginning of the year 1. */
const earliest = Temporal.Instant.fromEpochMilliseconds(-62_135_596_800_000)
/** The last second of the year 9999. */
const latest = Temporal.Instant.fromEpochMilliseconds(253_402_300_799_000)

/**
 * A bound of time as the database can say it. Rounded up: an event, which is stored in microseconds, lies on the same
 * side of it as of the bound that was meant.
 */
export function inMicroseconds(instant: Temporal.Instant): Temporal.Instant {
  if (isBefore(instant, earliest)) return earliest
  if (isAfter(instant, latest)) return latest
  return instant.round({ smallestUnit: 'microsecond', roundingMode: 'ceil' })
}
