import { assert } from '@tallystick/core/assert.ts'
import type { Ctx } from '../../platform/ctx.ts'
import { findSessionsOf } from '../sessions/store.ts'

/** Where a top-up is paid. The address is a secret: give it to who may pay. */
export async function pageOfTopup(ctx: Ctx, topupId: string) {
  const session = (await findSessionsOf(ctx, 'topup', [topupId])).get(topupId)
  assert(session, 'a top-up has a page')
  const { url, expiresAt } = session
  return { url, expiresAt }
}
