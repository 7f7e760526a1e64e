import { assert } from '../assert.ts'
import { addDuration } from './duration.ts'
import { isBefore } from './instant.ts'

/** A half-open stretch of time: its start belongs to it, its end belongs to the next one. */
export type Period = { readonly start: Temporal.Instant; readonly end: Temporal.Instant }

/** The anchor of a subscription whose plan has none: its start, cut to the hour in UTC. */
export function defaultAnchor(startedAt: Temporal.Instant): Temporal.Instant {
  return startedAt.round({ smallestUnit: 'hour', roundingMode: 'floor' })
}

/**
 * The period with this index, a whole number that may be negative; 0 begins at the anchor. Each boundary
 * is counted from the anchor, never from its neighbour, so 31 January is followed by 28 February and then
 * by 31 March. The cadence must be positive.
 */
export function periodAt(
  anchor: Temporal.Instant,
  cadence: Temporal.Duration,
  index: number,
): Period {
  assert(cadence.sign > 0, 'a cadence is positive')
  return {
    start: addDuration(anchor, times(cadence, index)),
    end: addDuration(anchor, times(cadence, index + 1)),
  }
}

/** The one period that contains the instant, and its index, which is negative before the anchor. */
export function periodContaining(
  anchor: Temporal.Instant,
  cadence: Temporal.Duration,
  instant: Temporal.Instant,
): { readonly index: number; readonly period: Period } {
  const guess = anchor.until(instant).total('seconds') / averageSeconds(cadence)
  let index = guess - (guess % 1)
  let period = periodAt(anchor, cadence, index)
  // Months differ in length, so the guess may be off by a few periods.
  while (isBefore(instant, period.start)) {
    index -= 1
    period = periodAt(anchor, cadence, index)
  }
  while (!isBefore(instant, period.end)) {
    index += 1
    period = periodAt(anchor, cadence, index)
  }
  return { index, period }
}

/**
 * The first period of a subscription. Without a plan anchor it begins at the default anchor and is a whole
 * natural period. With one it runs from the start to the anchor's next recurrence, and may be short.
 */
export function firstPeriod(subscription: {
  readonly startedAt: Temporal.Instant
  readonly planAnchor?: Temporal.Instant | undefined
  readonly cadence: Temporal.Duration
}): Period {
  const { startedAt, planAnchor, cadence } = subscription
  if (!planAnchor) return periodAt(defaultAnchor(startedAt), cadence, 0)
  return { start: startedAt, end: periodContaining(planAnchor, cadence, startedAt).period.end }
}

function times(cadence: Temporal.Duration, count: number): Temporal.Duration {
  return Temporal.Duration.from({
    years: cadence.years * count,
    months: cadence.months * count,
    weeks: cadence.weeks * count,
    days: cadence.days * count,
    hours: cadence.hours * count,
    minutes: cadence.minutes * count,
    seconds: cadence.seconds * count,
    milliseconds: cadence.milliseconds * count,
    microseconds: cadence.microseconds * count,
    nanoseconds: cadence.nanoseconds * count,
  })
}

/** The Gregorian calendar repeats after 400 years, whose average month has 2,629,746 seconds. */
function averageSeconds(cadence: Temporal.Duration): number {
  const months = cadence.years * 12 + cadence.months
  const rest = cadence.with({
    years: 0,
    months: 0,
    weeks: 0,
    days: cadence.weeks * 7 + cadence.days,
  })
  return months * 2_629_746 + rest.total('seconds')
}
