import { sessions } from '@tallystick/contract/sessions.ts'
import type { Ctx } from '../../platform/ctx.ts'
import { type Route, routes } from '../../platform/http/bind.ts'
import { newId } from '../../platform/ids.ts'
import { Problem } from '../../platform/problem.ts'
import { hashSecret, makeSecret } from '../api-key-secret.ts'
import { loginIndex } from '../login-index.ts'
import { userAlone } from '../lookups.ts'
import { limitGuesses, prove, stillHolds } from '../proof.ts'
import { showOwnUser } from '../users/show.ts'
import {
  cookieOf,
  csrfTokenOf,
  endedCookie,
  noSession,
  secretOf,
  sessionLimits,
} from './session-cookie.ts'
import { endSession, findOwnSession, insertSession } from './store.ts'

export function sessionRoutes(indexKey: Buffer): Route[] {
  return routes(sessions, {
    createSession: {
      freestanding: async (call, { body }) => {
        const index = loginIndex(indexKey, body.email)
        await limitGuesses(call, index)
        const proof = await prove(call, index, body.password)
        if (!proof) throw wrong()
        const secret = makeSecret()
        const session = await call.as(userAlone(proof.userId), async (ctx) => {
          if (!(await stillHolds(ctx, proof))) throw wrong()
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

function wrong(): Problem {
  return new Problem('INVALID_CREDENTIALS', 'The e-mail address or the password is not right.')
}

async function show(ctx: Ctx, secret: string, expiresAt: Temporal.Instant) {
  return {
    object: 'session' as const,
    csrfToken: csrfTokenOf(secret),
    user: await showOwnUser(ctx),
    expiresAt: expiresAt.toString(),
  }
}
