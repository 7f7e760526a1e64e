import { assert } from '@tallystick/core/assert.ts'
import type { Ctx } from '../../platform/ctx.ts'
import { notFound, Problem } from '../../platform/problem.ts'
import { assertPayable } from '../attempts/start-attempt.ts'
import { type Payables, payableOf } from '../payable.ts'
import { atTimeOfSession } from '../sessions/at-time-of-session.ts'
import { lockSession, setSession } from '../sessions/store.ts'

/** The payer chooses to pay out of what its customer has here: at once, and without a provider. */
export async function payFromFunds(
  realCtx: Ctx,
  payables: Payables,
  sessionId: string,
): Promise<void> {
  const ctx = await atTimeOfSession(realCtx, sessionId)
  const session = await lockSession(ctx, sessionId)
  if (!session) throw notFound()
  // Asked for again: it was paid so, and by no provider.
  if (session.status === 'completed' && session.providerReference === undefined) return
  assertPayable(session, ctx.now)
  const { entityType, entityId, customerId, amount } = session
  const { settleFromFunds } = payableOf(payables, entityType)
  if (!settleFromFunds || customerId === undefined) {
    throw new Problem('BAD_REQUEST', 'This cannot be paid out of a balance.')
  }
  const verdict = await settleFromFunds(ctx, { sessionId, entityId, customerId, amount })
  assert(verdict === 'settled', 'what has an open page can be paid')
  await setSession(ctx, sessionId, { status: 'completed' })
}
