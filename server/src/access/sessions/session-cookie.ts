import { createHash } from 'node:crypto'
import { sessionCookie } from '@tallystick/contract/headers.ts'
import type { Call } from '../../platform/http/bind.ts'
import { Problem } from '../../platform/problem.ts'

/** A session ends when it was idle for this long, and at the latest this long after signing in. */
export const sessionLimits = { idleHours: 24, absoluteDays: 14 } as const

/** Only over a secure connection, and no script reads it. */
const attributes = 'Path=/; Secure; HttpOnly; SameSite=Lax'

export function cookieOf(secret: string): string {
  const maxAgeSeconds = sessionLimits.absoluteDays * 86_400
  return `${sessionCookie}=${secret}; Max-Age=${maxAgeSeconds}; ${attributes}`
}

export const endedCookie = `${sessionCookie}=; Max-Age=0; ${attributes}`

/** Derived from the session's secret, so that every tab is told the same one and nothing more is stored. */
export function csrfTokenOf(secret: string): string {
  return createHash('sha256').update(`csrf ${secret}`).digest('hex')
}

/** The session that the call is made with; a key is none. */
export function secretOf({ cookie, principal }: Call): string {
  const secret = cookie(sessionCookie)
  if (!secret || principal.actor.kind !== 'user') throw noSession()
  return secret
}

export function noSession(): Problem {
  return new Problem('FORBIDDEN', 'These credentials are not those of a session.')
}
