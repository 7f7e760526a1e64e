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
  await ctx.schedule({ kind: 'payments.expire_session', subjectId: id, dueAt })
}

const lookAgainMinutes = 1

/**
 * Ends a session whose time is over. While a payment is under way it waits: its result decides. Who comes too early, by
 * another clock than the session's, comes again.
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
