import { isAfter } from '@tallystick/core/time/instant.ts'
import type { SubscribablePlan } from '../catalog/plans/plan-for-subscribing.ts'
import { planForSubscribing } from '../catalog/plans/plan-for-subscribing.ts'
import type { Ctx } from '../platform/ctx.ts'
import { findSubscription, type SubscriptionRow } from './store.ts'

type Reminding = Pick<SubscribablePlan, 'renewalReminderEnabled' | 'renewalReminderDays'>

/**
 * Who is to be reminded of the renewal at the end of the running period is so some days before it. A period that is
 * shorter than that, or nearly over, has no reminder.
 */
export async function remindLater(
  ctx: Ctx,
  subscription: SubscriptionRow,
  plan: Reminding,
): Promise<void> {
  const { id, period, endingAt } = subscription
  const kind = 'subscriptions.remind_renewal'
  const enabled = subscription.renewalReminderEnabled ?? plan.renewalReminderEnabled
  const days = subscription.renewalReminderDays ?? plan.renewalReminderDays
  const dueAt = period.end.subtract({ hours: 24 * days })
  const renews = !endingAt || isAfter(endingAt, period.end)
  if (enabled && renews && isAfter(dueAt, period.start) && isAfter(dueAt, ctx.now)) {
    await ctx.schedule({ kind, subjectId: id, dueAt })
  } else await ctx.unschedule(kind, id)
}

/** The same after something of it was changed: the setting, or the end. */
export async function remindAnew(ctx: Ctx, subscription: SubscriptionRow): Promise<void> {
  if (subscription.status !== 'active' || subscription.period.sequence === 0) return
  const plan = await planForSubscribing(ctx, subscription.planId)
  if (plan) await remindLater(ctx, subscription, plan)
}

/** What is done when a subscription is about to renew. */
export type Remind = (ctx: Ctx, subscription: SubscriptionRow) => Promise<void>

/** The moment has come: whoever writes reminders hears of it, if the subscription still renews. */
export async function remindWhenDue(ctx: Ctx, remind: Remind, id: string): Promise<void> {
  const subscription = await findSubscription(ctx, id)
  if (subscription?.status !== 'active') return
  const { endingAt, period } = subscription
  if (endingAt && !isAfter(endingAt, period.end)) return
  await remind(ctx, subscription)
}
