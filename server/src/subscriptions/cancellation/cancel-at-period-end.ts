import { isAfter } from '@tallystick/core/time/instant.ts'
import type { Ctx } from '../../platform/ctx.ts'
import { atTimeOfSubscription } from '../at-time-of-subscription.ts'
import { endLater } from '../end-subscription.ts'
import { lockRunning } from '../lock-running.ts'
import { setNextPlan } from '../period-store.ts'
import { remindAnew } from '../remind.ts'
import { type SubscriptionRow, setSettings } from '../store.ts'
import { setCancellation } from './store.ts'

/**
 * A customer ends its subscription with the running period: what is paid ahead is used up, and nothing follows. One that
 * ends by then anyway stays as it is. Another plan that was to follow does not.
 */
export async function cancelAtPeriodEnd(realCtx: Ctx, id: string): Promise<void> {
  const ctx = await atTimeOfSubscription(realCtx, id)
  const subscription = await lockRunning(ctx, id)
  const { endingAt, period } = subscription
  if (endingAt && !isAfter(endingAt, period.end)) return
  await setNextPlan(ctx, id, undefined)
  await endAt(ctx, subscription, period.end)
  await setCancellation(ctx, id, { end: period.end, endBefore: endingAt })
}

async function endAt(ctx: Ctx, subscription: SubscriptionRow, endingAt: Temporal.Instant) {
  const updated = await setSettings(ctx, subscription.id, { ...subscription, endingAt })
  await endLater(ctx, updated)
  await remindAnew(ctx, updated)
}
