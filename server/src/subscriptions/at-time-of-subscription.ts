import { atTimeOf } from '../clocks/at-time-of.ts'
import type { Ctx } from '../platform/ctx.ts'
import { notFound } from '../platform/problem.ts'
import { findSubscription } from './store.ts'

/** The same context at the time of the subscription's customer. Before anything is locked: clocks are held first. */
export async function atTimeOfSubscription(ctx: Ctx, id: string): Promise<Ctx> {
  const subscription = await findSubscription(ctx, id)
  if (!subscription) throw notFound()
  return atTimeOf(ctx, subscription.customerId)
}
