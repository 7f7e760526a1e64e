import type { Ctx } from '../platform/ctx.ts'
import type { Call } from '../platform/http/bind.ts'
import { networkOf } from './address-list.ts'
import { findLogin, nobody } from './lookups.ts'
import { passwordFits } from './password.ts'
import { lockOwnUser } from './users/store.ts'

/** That somebody knew the password of a login. It holds for as long as that stays the password. */
export type Proof = {
  readonly userId: string
  readonly index: Buffer
  readonly passwordHash: string
}

/** Guessing is slow from one place, and slow against one login, whether or not that login exists. */
export async function limitGuesses(call: Call, index: Buffer): Promise<void> {
  const message = 'Too many attempts to sign in. Try again later.'
  const bucket = 'sign-in'
  await call.limit({ bucket, who: networkOf(call.address), max: 60, windowSeconds: 60, message })
  await call.limit({ bucket, who: index.toString('hex'), max: 10, windowSeconds: 300, message })
}

/**
 * The same work for an unknown address, a login without a password, and a wrong password. No transaction is open while
 * the password waits to be hashed.
 */
export async function prove(
  call: Call,
  index: Buffer,
  password: string,
): Promise<Proof | undefined> {
  const login = await call.as(nobody, (ctx) => findLogin(ctx, index))
  const passwordHash = login?.password_hash ?? undefined
  const fits = await passwordFits(passwordHash, password)
  return login && passwordHash && fits ? { userId: login.user_id, index, passwordHash } : undefined
}

/** Asked in the user's own context, where no other password is set until the end: what was proved may be acted on. */
export async function stillHolds(ctx: Ctx, { index, passwordHash }: Proof): Promise<boolean> {
  await lockOwnUser(ctx)
  const login = await findLogin(ctx, index)
  return login?.password_hash === passwordHash
}
