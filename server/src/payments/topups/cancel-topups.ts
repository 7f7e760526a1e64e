import { atTimeOf } from '../../clocks/at-time-of.ts'
import type { Ctx } from '../../platform/ctx.ts'
import { cancelPaymentSession } from '../cancel-payment-session.ts'
import { findSessionsOf } from '../sessions/store.ts'
import { listPendingTopups, lockTopup, setTopup } from './store.ts'

/** Nobody pays in for this customer any more. A payment that is under way, or comes later, goes back to the payer. */
export async function cancelTopups(realCtx: Ctx, customerId: string): Promise<void> {
  const ctx = await atTimeOf(realCtx, customerId)
  const sessions = await findSessionsOf(ctx, 'topup', await listPendingTopups(ctx, customerId))
  // Each session before its top-up, as payments lock them; and the oldest first.
  for (const [topupId, { id }] of [...sessions].toSorted()) {
    await cancelTopup(ctx, { topupId, sessionId: id })
  }
}

/** One of them. */
export async function cancelTopup(
  ctx: Ctx,
  { topupId, sessionId }: { readonly topupId: string; readonly sessionId: string },
): Promise<void> {
  await cancelPaymentSession(ctx, sessionId)
  const topup = await lockTopup(ctx, topupId)
  if (topup?.status === 'pending') await setTopup(ctx, topupId, 'cancelled')
}
