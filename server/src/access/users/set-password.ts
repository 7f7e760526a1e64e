import type { Ctx } from '../../platform/ctx.ts'
import { hashPassword } from '../password.ts'
import { setPasswordHash } from './store.ts'

/** Gives the context's own user another password. */
export async function setPassword(ctx: Ctx, password: string): Promise<void> {
  await setPasswordHash(ctx, await hashPassword(password))
}
