import type { Ctx } from '../platform/ctx.ts'
import { lockSession, setSession } from './sessions/store.ts'

/** Closes the page. A payment that is under way or comes later goes back to the payer. Run twice, it does nothing. */
export async function cancelPaymentSession(ctx: Ctx, sessionId: string): Promise<void> {
  const session = await lockSession(ctx, sessionId)
  if (session?.status !== 'pending' && session?.status !== 'processing') return
  await setSession(ctx, sessionId, { status: 'cancelled' })
}
