import { assert } from '@tallystick/core/assert.ts'
import { parseDuration } from '@tallystick/core/time/duration.ts'
import { isBefore } from '@tallystick/core/time/instant.ts'
import { defaultAnchor, type Period, periodContaining } from '@tallystick/core/time/period.ts'

type Counted = {
  readonly anchor: Temporal.Instant
  readonly cadence: string
  readonly startedAt: Temporal.Instant
  readonly terminatedAt?: Temporal.Instant | undefined
  /** The one that was opened last. */
  readonly period: Period
}

/**
 * The period of a subscription that contains this moment; the first one before the start, the last one after the end.
 * With a plan's anchor the first period begins at the start, which may lie within a natural period.
 */
export function runningPeriod(subscription: Counted, now: Temporal.Instant): Period {
  const { startedAt, terminatedAt, anchor, period: opened } = subscription
  const cadence = parseDuration(subscription.cadence)
  assert(cadence, 'a subscription has a cadence')
  const until = terminatedAt && isBefore(terminatedAt, now) ? terminatedAt : now
  const within = isBefore(until, startedAt) ? startedAt : until
  // It may begin or end between the recurrences of the anchor: with a change of the plan.
  if (contains(opened, within)) return { start: opened.start, end: opened.end }
  const { period } = periodContaining(anchor, cadence, within)
  // Without a plan's anchor the first period is a whole one, and begins up to an hour before the start.
  const short = !defaultAnchor(startedAt).equals(anchor) && isBefore(period.start, startedAt)
  return short ? { start: startedAt, end: period.end } : period
}

function contains({ start, end }: Period, at: Temporal.Instant): boolean {
  return !isBefore(at, start) && isBefore(at, end)
}
