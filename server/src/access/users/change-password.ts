import type { Call } from '../../platform/http/bind.ts'
import { Problem } from '../../platform/problem.ts'
import { hashSecret } from '../api-key-secret.ts'
import { userAlone } from '../lookups.ts'
import { hashPassword } from '../password.ts'
import { limitGuesses, prove, stillHolds } from '../proof.ts'
import { secretOf } from '../sessions/session-cookie.ts'
import { endOtherSessions } from '../sessions/store.ts'
import { findOwnLoginIndex, setPasswordHash } from './store.ts'

type Change = { readonly currentPassword: string; readonly newPassword: string }

/**
 * Another password for whoever is signed in and knows the one until now: an open browser or a stolen key alone does not
 * take an account over. Whoever else was signed in is so no longer.
 */
export async function changePassword(
  call: Call,
  { currentPassword, newPassword }: Change,
): Promise<void> {
  const secret = secretOf(call)
  const oneself = userAlone(call.principal.actor.id)
  const index = await call.as(oneself, findOwnLoginIndex)
  if (!index) throw wrong()
  await limitGuesses(call, index)
  const proof = await prove(call, index, currentPassword)
  if (!proof) throw wrong()

  const passwordHash = await hashPassword(newPassword)
  await call.as(oneself, async (ctx) => {
    if (!(await stillHolds(ctx, proof))) throw wrong()
    await setPasswordHash(ctx, passwordHash)
    await endOtherSessions(ctx, hashSecret(secret))
  })
}

function wrong(): Problem {
  return new Problem('WRONG_PASSWORD', 'The current password is not right.')
}
