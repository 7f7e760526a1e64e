import type { claims } from '@tallystick/contract/claims.ts'
import type { Input } from '@tallystick/contract/endpoint.ts'
import { loginIndex } from '../access/login-index.ts'
import { digestPassword, hashPassword } from '../access/password.ts'
import { limitGuesses, type Proof, prove } from '../access/proof.ts'
import type { Newcomer } from '../access/users/become-user.ts'
import type { Call } from '../platform/http/bind.ts'
import { newId } from '../platform/ids.ts'
import { Problem } from '../platform/problem.ts'

type Acceptance = Input<(typeof claims)['acceptClaim']>['body']

/** Who claims. */
export type Claimant = {
  readonly userId: string
  /** Somebody who becomes a user by claiming, with the address of the claim. */
  readonly newcomer?: Omit<Newcomer, 'email'>
  /** Somebody who has just told a password. */
  readonly proof?: Proof
  /** What repetitions are compared by. */
  readonly payload?: string | undefined
}

/** Looked at before a transaction is open: passwords wait to be hashed. */
export async function claimantOf(
  call: Call,
  body: Acceptance,
  indexKey: Buffer,
): Promise<Claimant> {
  const { actor } = call.principal
  const { newUser, signIn } = body
  if (newUser && signIn) throw new Problem('BAD_REQUEST', 'Send one of newUser and signIn.')
  if (signIn) {
    const index = loginIndex(indexKey, signIn.email)
    await limitGuesses(call, index)
    const proof = await prove(call, index, signIn.password)
    if (!proof) throw wrong()
    return { userId: proof.userId, proof, payload: await payloadOf(call, body, signIn.password) }
  }
  if (newUser) {
    const { password, ...profile } = newUser
    const newcomer = { ...profile, passwordHash: await hashPassword(password) }
    return { userId: newId('user'), newcomer, payload: await payloadOf(call, body, password) }
  }
  if (actor.kind === 'user') return { userId: actor.id }
  throw new Problem('UNAUTHENTICATED', 'Sign in, or choose a password to become a user.')
}

export function wrong(): Problem {
  return new Problem('INVALID_CREDENTIALS', 'The e-mail address or the password is not right.')
}

/** The body without its password, of which a slow digest stays. */
async function payloadOf({ idempotencyKey }: Call, body: Acceptance, password: string) {
  if (idempotencyKey === undefined) return undefined
  const digest = await digestPassword(password, `claim ${idempotencyKey}`)
  const { newUser, signIn } = body
  return JSON.stringify({
    ...body,
    newUser: newUser && { ...newUser, password: digest },
    signIn: signIn && { ...signIn, password: digest },
  })
}
