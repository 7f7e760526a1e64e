import { assert } from '@tallystick/core/assert.ts'
import { periodFrom } from '@tallystick/core/subscribing/schedule.ts'
import { termsFromText } from '@tallystick/core/subscribing/terms.ts'
import { isAfter, isBefore } from '@tallystick/core/time/instant.ts'
import { planForSubscribing, type SubscribablePlan } from '../catalog/plans/plan-for-subscribing.ts'
import { closePeriodInvoice } from '../invoices/close-period.ts'
import { addCredits } from '../invoices/upfront/add-credits.ts'
import type { Ctx } from '../platform/ctx.ts'
import { openPeriod } from './open-period.ts'
import { setPlan } from './period-store.ts'
import { creditsOf } from './plan-change/quote.ts'
import { refillLater } from './refill/refill-later.ts'
import { lockSubscription, type SubscriptionRow } from './store.ts'
import { switchedTo } from './switch-plan.ts'
import { termsNow, termsOfChange } from './terms-now.ts'

/**
 * The period of a subscription ends, and the next one opens; before the first one, that one opens. Run twice, or too
 * early, it changes nothing. After downtime each elapsed period is one step, the oldest first.
 */
export async function closePeriodWhenDue(
  ctx: Ctx,
  id: string,
): Promise<SubscriptionRow | undefined> {
  const subscription = await lockSubscription(ctx, id)
  if (subscription?.status !== 'active') return undefined
  const dueAt = turnsAt(subscription)
  if (!isAfter(dueAt, ctx.now)) return rollOver(ctx, subscription)
  await ctx.schedule({ kind: 'subscriptions.close_period', subjectId: id, dueAt })
  return undefined
}

/** Opens and closes what time has passed over: every period that begins before a moment. */
export async function catchUp(
  ctx: Ctx,
  locked: SubscriptionRow,
  { before }: { readonly before: Temporal.Instant },
): Promise<SubscriptionRow> {
  let subscription = locked
  while (subscription.status === 'active' && isBefore(turnsAt(subscription), before)) {
    subscription = await rollOver(ctx, subscription)
  }
  return subscription
}

/** When the next period of an active subscription begins. */
function turnsAt({ period, startedAt }: SubscriptionRow): Temporal.Instant {
  return period.sequence === 0 ? startedAt : period.end
}

export async function rollOver(ctx: Ctx, subscription: SubscriptionRow): Promise<SubscriptionRow> {
  return subscription.period.sequence === 0
    ? openFirst(ctx, subscription)
    : openNext(ctx, subscription)
}

async function openFirst(ctx: Ctx, subscription: SubscriptionRow): Promise<SubscriptionRow> {
  const { start, end } = subscription.period
  return openPeriod(ctx, subscription, {
    plan: await planOf(ctx, subscription.planId),
    terms: termsFromText(subscription.terms),
    period: { sequence: 1, start, end },
    advanceBilled: true,
  })
}

async function openNext(ctx: Ctx, closing: SubscriptionRow): Promise<SubscriptionRow> {
  const { id, period, nextPlanId } = closing
  const start = period.end
  const plan = await planOf(ctx, nextPlanId ?? closing.planId)
  await closePeriodInvoice(ctx, {
    subscriptionId: id,
    end: start,
    endsTerms: nextPlanId !== undefined,
    closesSubscription: false,
  })
  const changes = nextPlanId !== undefined
  const subscription = changes ? await change(ctx, closing, plan) : closing
  const terms = await (changes
    ? termsOfChange(ctx, subscription, subscription)
    : termsNow(ctx, subscription))
  await refillLater(ctx, subscription)
  return openPeriod(ctx, subscription, {
    plan,
    terms,
    period: { sequence: period.sequence + 1, ...periodFrom(terms, start) },
    advanceBilled: false,
  })
}

/** With the next period another plan bills: fees of longer cycles, which the old one was paid ahead, are given back. */
async function change(
  ctx: Ctx,
  closing: SubscriptionRow,
  plan: SubscribablePlan,
): Promise<SubscriptionRow> {
  const at = closing.period.end
  await addCredits(ctx, await creditsOf(ctx, closing, at))
  return setPlan(ctx, closing.id, switchedTo(closing, plan, at))
}

export async function planOf(ctx: Ctx, planId: string): Promise<SubscribablePlan> {
  const plan = await planForSubscribing(ctx, planId)
  assert(plan, 'a subscription has a plan')
  return plan
}
