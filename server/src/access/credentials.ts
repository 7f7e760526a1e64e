import { isBefore } from '@tallystick/core/time/instant.ts'
import { Problem } from '../platform/problem.ts'

export function isPast(at: Temporal.Instant | null, now: Temporal.Instant): boolean {
  return at !== null && isBefore(at, now)
}

/** The one answer for credentials that are wrong, expired, revoked, or of somebody who may no longer act. */
export function unauthenticated(): Problem {
  return new Problem('UNAUTHENTICATED', 'These credentials are not valid.')
}
