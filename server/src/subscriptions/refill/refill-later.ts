import type { Ctx } from '../../platform/ctx.ts'
import type { SubscriptionRow } from '../store.ts'
import { findRefill, setRefill } from './store.ts'

/** A subscription renews: whose funds are to have a certain amount is charged for what is missing of it. */
export async function refillLater(ctx: Ctx, subscription: SubscriptionRow): Promise<void> {
  const { id, prefundTarget, autoCharge } = subscription
  if (prefundTarget === undefined || !autoCharge) return
  const { topupId, subscriptionId } = await findRefill(ctx, id)
  await setRefill(ctx, { subscriptionId, topupId, firstFailedAt: undefined, failedTimes: 0 })
  await ctx.schedule({ kind: 'subscriptions.refill_funds', subjectId: id, dueAt: ctx.now })
}
