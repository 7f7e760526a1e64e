import { isAfter } from '@tallystick/core/time/instant.ts'
import type { Ctx } from '../platform/ctx.ts'
import { Problem } from '../platform/problem.ts'
import { endLater, endSubscription, lockForEnd } from './end-subscription.ts'
import { findSubscription } from './store.ts'

/** Ends a subscription whose `endingAt` has come. Run twice, or too early, it changes nothing. */
export async function endWhenDue(ctx: Ctx, id: string): Promise<void> {
  const found = await findSubscription(ctx, id)
  if (!found?.endingAt || found.status === 'terminated') return
  if (isAfter(found.endingAt, ctx.now)) return endLater(ctx, found)

  const subscription = await lockForEnd(ctx, id)
  const { endingAt: at } = subscription
  // Put off while this waited for the lock: nothing of this is kept, and the job looks again.
  if (!at || isAfter(at, ctx.now)) throw new Problem('CONFLICT', `${id} no longer ends now.`)
  await endSubscription(ctx, subscription, {
    at,
    by: ctx.organizationId,
    reason: 'ending_at_reached',
  })
}
