import type { Period } from '@tallystick/core/time/period.ts'
import type { Ctx } from '../platform/ctx.ts'
import { runningPeriod } from './running-period.ts'
import { findSubscription, type SubscriptionRow } from './store.ts'

export type SubscriptionNow = Omit<SubscriptionRow, 'period'> & { readonly period: Period }

/** A subscription and the period that runs now; undefined when there is none that the caller may see. */
export async function subscriptionNow(ctx: Ctx, id: string): Promise<SubscriptionNow | undefined> {
  const subscription = await findSubscription(ctx, id)
  return subscription && { ...subscription, period: runningPeriod(subscription, ctx.now) }
}
