import { isAfter } from '@tallystick/core/time/instant.ts'
import type { Ctx } from '../../platform/ctx.ts'
import { Problem } from '../../platform/problem.ts'
import { atTimeOfSubscription } from '../at-time-of-subscription.ts'
import { endLater, lockLive } from '../end-subscription.ts'
import { remindAnew } from '../remind.ts'
import { setSettings } from '../store.ts'
import { findCancellation, setCancellation } from './store.ts'

/**
 * The subscription goes on after all, to the end that the merchant had set before, if it had. An end that the merchant
 * set is the merchant's, and one that has come is final.
 */
export async function takeBackCancellation(realCtx: Ctx, id: string): Promise<void> {
  const ctx = await atTimeOfSubscription(realCtx, id)
  const subscription = await lockLive(ctx, id)
  const { endingAt } = subscription
  const cancelled = await findCancellation(ctx, id)
  if (!endingAt || !cancelled?.end.equals(endingAt) || !isAfter(endingAt, ctx.now)) {
    throw new Problem('CONFLICT', 'There is no cancellation that could be taken back.')
  }
  await setCancellation(ctx, id, undefined)
  const updated = await setSettings(ctx, id, { ...subscription, endingAt: cancelled.endBefore })
  await endLater(ctx, updated)
  await remindAnew(ctx, updated)
}
