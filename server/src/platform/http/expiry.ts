import { addDuration, parseDuration } from '@tallystick/core/time/duration.ts'
import { isAfter } from '@tallystick/core/time/instant.ts'
import { invalid } from '../problem.ts'

/** When something that is asked for now ends, of which `expiresIn` says how long it lasts. */
export function readExpiry(
  now: Temporal.Instant,
  expiresIn: string,
  mostDays: number,
): Temporal.Instant {
  const duration = parseDuration(expiresIn)
  const expiresAt = duration && addDuration(now, duration)
  if (expiresAt && !isAfter(expiresAt, now.add({ hours: mostDays * 24 }))) return expiresAt
  throw invalid({
    field: 'expiresIn',
    message: `must be a positive duration of at most P${mostDays}D, such as PT10M`,
    code: 'out_of_range',
  })
}
