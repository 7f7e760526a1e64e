import type { Ctx } from '../../platform/ctx.ts'
import { Problem } from '../../platform/problem.ts'
import { atTimeOfSubscription } from '../at-time-of-subscription.ts'
import { lockLive } from '../end-subscription.ts'
import { remindAnew } from '../remind.ts'
import { setSettings } from '../store.ts'
import { findEndByCustomer, setEndByCustomer } from './store.ts'

/** The subscription goes on after all. An end that the merchant set is the merchant's. */
export async function takeBackCancellation(realCtx: Ctx, id: string): Promise<void> {
  const ctx = await atTimeOfSubscription(realCtx, id)
  const subscription = await lockLive(ctx, id)
  const { endingAt } = subscription
  const byCustomer = await findEndByCustomer(ctx, id)
  if (!endingAt || !byCustomer?.equals(endingAt)) {
    throw new Problem('CONFLICT', 'There is no cancellation that could be taken back.')
  }
  await setEndByCustomer(ctx, id, undefined)
  await remindAnew(ctx, await setSettings(ctx, id, { ...subscription, endingAt: undefined }))
}
