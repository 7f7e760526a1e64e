import type { Ctx } from '../../platform/ctx.ts'
import { notFound, Problem } from '../../platform/problem.ts'
import { findDefaultMethod } from '../methods/store.ts'
import { providerNow } from '../provider-for.ts'
import { findSession } from '../sessions/store.ts'
import { assertPayable } from './start-attempt.ts'

/** Throws why the customer of a session cannot be charged now. Nothing is locked: who charges looks again. */
export async function assertChargeable(ctx: Ctx, sessionId: string): Promise<void> {
  const session = await findSession(ctx, sessionId)
  if (!session) throw notFound()
  assertPayable(session, ctx.now)
  const { customerId } = session
  const provider = await providerNow(ctx, session)
  const method =
    customerId === undefined ? undefined : await findDefaultMethod(ctx, customerId, provider)
  if (method && method.unusableCode === undefined) return
  throw new Problem('NO_PAYMENT_METHOD', 'The customer has no stored method that can be charged.')
}
