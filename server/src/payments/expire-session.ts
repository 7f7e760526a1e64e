import type { Ctx } from '../platform/ctx.ts'
import { type Payables, payableOf } from './payable.ts'
import { isOver, type Session } from './sessions/session.ts'
import { lockSession, setSession } from './sessions/store.ts'

/** Ends a session whose time is over. While a payment is under way it waits: its result decides. */
export async function expireSession(
  ctx: Ctx,
  payables: Payables,
  sessionId: string,
): Promise<void> {
  const session = await lockSession(ctx, sessionId)
  if (session?.status === 'pending' && isOver(session, ctx.now)) {
    await endUnpaid(ctx, payables, session)
  }
}

/** For a session that is locked. */
export async function endUnpaid(ctx: Ctx, payables: Payables, session: Session): Promise<void> {
  const { id, entityType, entityId, failureCode } = session
  await setSession(ctx, id, { status: 'expired', failureCode })
  await payableOf(payables, entityType).expire(ctx, entityId)
}
