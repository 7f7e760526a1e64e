import type { Ctx } from '../platform/ctx.ts'
import { atTimeOfSubscription } from './at-time-of-subscription.ts'
import { endSubscription, lockForEnd } from './end-subscription.ts'
import type { SubscriptionRow } from './store.ts'

/** The merchant ends a subscription now. */
export async function terminateSubscription(
  realCtx: Ctx,
  id: string,
  reason: string,
): Promise<SubscriptionRow> {
  const ctx = await atTimeOfSubscription(realCtx, id)
  const subscription = await lockForEnd(ctx, id)
  return endSubscription(ctx, subscription, { at: ctx.now, by: ctx.organizationId, reason })
}
