import type { Ctx } from '../platform/ctx.ts'
import { type SessionStatus, statusAt } from './sessions/session.ts'
import { listSessionsById } from './sessions/store.ts'

export type PaymentPage = { readonly url: string; readonly status: SessionStatus }

/** The pages of these sessions, by their ids. The address is a secret: give it to who may pay. */
export async function paymentPagesOf(
  ctx: Ctx,
  sessionIds: readonly string[],
): Promise<ReadonlyMap<string, PaymentPage>> {
  const sessions = await listSessionsById(ctx, sessionIds)
  return new Map(
    sessions.map((session) => [
      session.id,
      { url: session.url, status: statusAt(session, ctx.now) },
    ]),
  )
}
