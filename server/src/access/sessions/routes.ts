import { sessionCookie } from '@tallystick/contract/headers.ts'
import { sessions } from '@tallystick/contract/sessions.ts'
import type { Ctx } from '../../platform/ctx.ts'
import { type Call, type Route, routes } from '../../platform/http/bind.ts'
import { newId } from '../../platform/ids.ts'
import { Problem } from '../../platform/problem.ts'
import type { Principal } from '../../platform/workspace.ts'
import { networkOf } from '../address-list.ts'
import { hashSecret, makeSecret } from '../api-key-secret.ts'
import { loginIndex } from '../login-index.ts'
import { findLogin, nobody } from '../lookups.ts'
import { passwordFits } from '../password.ts'
import { showOwnUser } from '../users/show.ts'
import { cookieOf, csrfTokenOf, endedCookie, sessionLimits } from './session-cookie.ts'
import { endSession, findOwnSession, insertSession } from './store.ts'

export function sessionRoutes(indexKey: Buffer): Route[] {
  return routes(sessions, {
    createSession: {
      freestanding: async (call, { body }) => {
        const index = loginIndex(indexKey, body.email)
        await limitAttempts(call, index)
        const userId = await provenUser(call, index, body.password)
        const secret = makeSecret()
        const session = await call.as(userAlone(userId), async (ctx) => {
          const expiresAt = ctx.now.add({ hours: sessionLimits.absoluteDays * 24 })
          const id = newId('session')
          await insertSession(ctx, { id, secretHash: hashSecret(secret), expiresAt })
          return show(ctx, secret, expiresAt)
        })
        call.setCookie(cookieOf(secret))
        return session
      },
    },

    getCurrentSession: {
      freestanding: async (call) => {
        const secret = secretOf(call)
        return call.as(userAlone(call.principal.actor.id), async (ctx) => {
          const session = await findOwnSession(ctx, hashSecret(secret))
          if (!session) throw noSession()
          return show(ctx, secret, session.expires_at)
        })
      },
    },

    deleteCurrentSession: {
      freestanding: async (call) => {
        const secret = secretOf(call)
        await call.as(userAlone(call.principal.actor.id), (ctx) =>
          endSession(ctx, hashSecret(secret)),
        )
        call.setCookie(endedCookie)
        return undefined
      },
    },
  })
}

/** Guessing is slow from one place, and slow against one login, whether or not that login exists. */
async function limitAttempts(call: Call, index: Buffer): Promise<void> {
  const message = 'Too many attempts to sign in. Try again later.'
  const bucket = 'sign-in'
  await call.limit({ bucket, who: networkOf(call.address), max: 60, windowSeconds: 60, message })
  await call.limit({ bucket, who: index.toString('hex'), max: 10, windowSeconds: 300, message })
}

/** The same work and the same answer for an unknown address, a login without a password, and a wrong password. */
async function provenUser(call: Call, index: Buffer, password: string): Promise<string> {
  const login = await call.as(nobody, (ctx) => findLogin(ctx, index))
  const fits = await passwordFits(login?.password_hash ?? undefined, password)
  if (login && fits) return login.user_id
  throw new Problem('INVALID_CREDENTIALS', 'The e-mail address or the password is not right.')
}

/** The user without any organization: sessions are the person's own. */
function userAlone(userId: string): Principal {
  return { ...nobody, scope: { userId }, actor: { kind: 'user', id: userId } }
}

function secretOf({ cookie, principal }: Call): string {
  const secret = cookie(sessionCookie)
  if (!secret || principal.actor.kind !== 'user') throw noSession()
  return secret
}

function noSession(): Problem {
  return new Problem('FORBIDDEN', 'These credentials are not those of a session.')
}

async function show(ctx: Ctx, secret: string, expiresAt: Temporal.Instant) {
  return {
    object: 'session' as const,
    csrfToken: csrfTokenOf(secret),
    user: await showOwnUser(ctx),
    expiresAt: expiresAt.toString(),
  }
}
