import type { Ctx } from '../platform/ctx.ts'
import { Problem } from '../platform/problem.ts'
import { lockSession, setSession } from './sessions/store.ts'

/** Closes a page on which nobody pays right now, so that what it is for can be settled otherwise; 409 when somebody does. */
export async function closePaymentSession(ctx: Ctx, sessionId: string): Promise<void> {
  const session = await lockSession(ctx, sessionId)
  if (session?.status === 'processing') {
    throw new Problem('PAYMENT_IN_PROGRESS', 'A payment is already under way.')
  }
  if (session?.status === 'pending') await setSession(ctx, sessionId, { status: 'cancelled' })
}
