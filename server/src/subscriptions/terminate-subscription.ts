import type { Ctx } from '../platform/ctx.ts'
import { endSubscription, lockForEnd } from './end-subscription.ts'
import type { SubscriptionRow } from './store.ts'

/** The merchant ends a subscription now. */
export async function terminateSubscription(
  ctx: Ctx,
  id: string,
  reason: string,
): Promise<SubscriptionRow> {
  const subscription = await lockForEnd(ctx, id)
  return endSubscription(ctx, subscription, { at: ctx.now, by: ctx.organizationId, reason })
}
