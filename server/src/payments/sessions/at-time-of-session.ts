import { atTimeOf } from '../../clocks/at-time-of.ts'
import type { Ctx } from '../../platform/ctx.ts'
import { findSession } from './store.ts'

/** The same context at the time of whoever is asked to pay. Before the session is locked: clocks are held first. */
export async function atTimeOfSession(ctx: Ctx, sessionId: string): Promise<Ctx> {
  const session = await findSession(ctx, sessionId)
  return atTimeOf(ctx, session?.customerId)
}
