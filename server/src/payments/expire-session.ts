import { isAfter } from '@tallystick/core/time/instant.ts'
import type { Ctx } from '../platform/ctx.ts'
import { type Payables, payableOf } from './payable.ts'
import { isOver, type Session } from './sessions/session.ts'
import { lockSession, setSession } from './sessions/store.ts'

/** Somebody ends the session when its time is over. */
export async function expireLater(
  ctx: Ctx,
  { id }: Pick<Session, 'id'>,
  dueAt: Temporal.Instant,
): Promise<void> {
  const payload = { sessionId: id }
  await ctx.enqueue({ task: 'payments.expire_session', payload, dueAt, key: id })
}

const lookAgainMinutes = 1

/**
 * Ends a session whose time is over. While a payment is under way it waits: its result decides. It is the database's clock
 * that calls, and ours may be behind: who comes too early comes again, or the session would stay open for good.
 */
export async function expireSession(
  ctx: Ctx,
  payables: Payables,
  sessionId: string,
): Promise<void> {
  const session = await lockSession(ctx, sessionId)
  if (session?.status !== 'pending' && session?.status !== 'processing') return
  if (session.status === 'pending' && isOver(session, ctx.now)) {
    return endUnpaid(ctx, payables, session)
  }
  const soon = ctx.now.add({ minutes: lookAgainMinutes })
  await expireLater(ctx, session, isAfter(session.expiresAt, soon) ? session.expiresAt : soon)
}

/** For a session that is locked. */
export async function endUnpaid(ctx: Ctx, payables: Payables, session: Session): Promise<void> {
  const { id, entityType, entityId, failureCode } = session
  await setSession(ctx, id, { status: 'expired', failureCode })
  await payableOf(payables, entityType).expire(ctx, entityId)
}
