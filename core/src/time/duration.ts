const iso8601 =
  /^P(?=[\dT])(?:\d{1,5}Y)?(?:\d{1,5}M)?(?:\d{1,5}W)?(?:\d{1,5}D)?(?:T(?=\d)(?:\d{1,8}H)?(?:\d{1,8}M)?(?:\d{1,8}(?:\.\d{1,9})?S)?)?$/

const reference = Temporal.PlainDate.from('2000-01-01')
const shortestCadence = Temporal.Duration.from('PT1S')
const longest = Temporal.Duration.from('P1000Y')

/**
 * Reads a positive ISO 8601 duration such as `P1M` or `PT10M`; only seconds may have a fraction. Zero,
 * signs, other text, and anything over 1,000 years (which could leave the calendar) are undefined.
 */
export function parseDuration(text: string): Temporal.Duration | undefined {
  const duration = parseAny(text)
  return duration?.blank ? undefined : duration
}

/**
 * How often a price recurs: a duration of a second or more, or `once` for a duration of zero, which is
 * written `P0D`. Anything else is undefined.
 */
export function parseCadence(text: string): Temporal.Duration | 'once' | undefined {
  const duration = parseAny(text)
  if (!duration) return undefined
  if (duration.blank) return 'once'
  return compare(duration, shortestCadence) < 0 ? undefined : duration
}

/** The instant one duration later, by the calendar in UTC; a day that the month lacks becomes its last. */
export function addDuration(
  instant: Temporal.Instant,
  duration: Temporal.Duration,
): Temporal.Instant {
  return instant.toZonedDateTimeISO('UTC').add(duration).toInstant()
}

function parseAny(text: string): Temporal.Duration | undefined {
  if (!iso8601.test(text)) return undefined
  const duration = Temporal.Duration.from(text)
  return compare(duration, longest) > 0 ? undefined : duration
}

function compare(left: Temporal.Duration, right: Temporal.Duration): number {
  return Temporal.Duration.compare(left, right, { relativeTo: reference })
}
