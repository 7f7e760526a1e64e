import { assert } from '@tallystick/core/assert.ts'
import { parseDuration } from '@tallystick/core/time/duration.ts'
import { isBefore } from '@tallystick/core/time/instant.ts'
import { defaultAnchor, type Period, periodContaining } from '@tallystick/core/time/period.ts'

type Counted = {
  readonly anchor: Temporal.Instant
  readonly cadence: string
  readonly startedAt: Temporal.Instant
  readonly terminatedAt?: Temporal.Instant | undefined
}

/**
 * The period of a subscription that contains this moment; the first one before the start, the last one after the end.
 * With a plan's anchor the first period begins at the start, which may lie within a natural period.
 */
export function runningPeriod(subscription: Counted, now: Temporal.Instant): Period {
  const { startedAt, terminatedAt, anchor } = subscription
  const cadence = parseDuration(subscription.cadence)
  assert(cadence, 'a subscription has a cadence')
  const until = terminatedAt && isBefore(terminatedAt, now) ? terminatedAt : now
  const within = isBefore(until, startedAt) ? startedAt : until
  const { period } = periodContaining(anchor, cadence, within)
  // Without a plan's anchor the first period is a whole one, and begins up to an hour before the start.
  const short = !defaultAnchor(startedAt).equals(anchor) && isBefore(period.start, startedAt)
  return short ? { start: startedAt, end: period.end } : period
}
