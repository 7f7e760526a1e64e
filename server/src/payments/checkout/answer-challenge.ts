import { atTimeOf } from '../../clocks/at-time-of.ts'
import type { Ctx } from '../../platform/ctx.ts'
import { notFound } from '../../platform/problem.ts'
import { assertPayable } from '../attempts/start-attempt.ts'
import { findAttempt } from '../attempts/store.ts'
import { findSession } from '../sessions/store.ts'

/** Whether the provider is to hear the answer: not when it has been given already. Throws when there is no question. */
export async function isChallengeOpen(
  ctx: Ctx,
  sessionId: string,
  challengeId: string,
): Promise<boolean> {
  const session = await findSession(ctx, sessionId)
  if (!session) throw notFound()
  const attempt = await findAttempt(ctx, 'challenge_id', challengeId)
  if (attempt?.sessionId === sessionId) return attempt.status === 'requires_action'
  assertPayable(session, (await atTimeOf(ctx, session.customerId)).now)
  throw notFound()
}
