import type { Ctx } from '../../platform/ctx.ts'
import { loginIndex } from '../login-index.ts'
import { insertUser, setEmailVerified } from './store.ts'

export type Newcomer = {
  readonly email: string
  readonly passwordHash: string
  readonly firstName?: string | undefined
  readonly lastName?: string | undefined
}

/** Makes the context's user a user at all: one who has followed a link to the address, and so has proved it. */
export async function becomeUser(
  ctx: Ctx,
  { email, passwordHash, ...profile }: Newcomer,
  indexKey: Buffer,
): Promise<void> {
  const index = loginIndex(indexKey, email)
  await insertUser(ctx, {
    id: ctx.actor.id,
    email: email.trim(),
    profile,
    loginIndex: index,
    passwordHash,
  })
  await setEmailVerified(ctx)
}
