import { assert } from '@tallystick/core/assert.ts'
import type { Ctx } from '../../platform/ctx.ts'
import { findUser } from './store.ts'

/** The address that the context's user signs in with. */
export async function ownEmail(ctx: Ctx): Promise<string> {
  const user = await findUser(ctx, ctx.actor.id)
  assert(user, 'who acts is a user')
  return user.email
}
