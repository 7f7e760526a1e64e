import type { Ctx } from '../platform/ctx.ts'
import { Problem } from '../platform/problem.ts'
import { lockLive } from './end-subscription.ts'
import { catchUp } from './roll-over.ts'
import type { SubscriptionRow } from './store.ts'

/** Locked, in the period that contains this moment; 409 for a subscription that has not begun or has ended. */
export async function lockRunning(ctx: Ctx, id: string): Promise<SubscriptionRow> {
  const subscription = await catchUp(ctx, await lockLive(ctx, id), { before: ctx.now })
  if (subscription.status === 'active' && subscription.period.sequence > 0) return subscription
  throw new Problem('SUBSCRIPTION_NOT_STARTED', `The subscription ${id} has not started yet.`)
}
