import { moneyToText } from '@tallystick/core/money/money.ts'
import { planForSubscribing } from '../catalog/plans/plan-for-subscribing.ts'
import { atTimeOf } from '../clocks/at-time-of.ts'
import { customerForBilling } from '../customers/customer-for-billing.ts'
import { displayName } from '../embedding/settings/display-name.ts'
import { fundsOf } from '../ledger/funds.ts'
import type { Ctx } from '../platform/ctx.ts'
import { nanosOf } from '../platform/db/amounts.ts'
import { notFound } from '../platform/problem.ts'
import { isCancelled } from '../subscriptions/cancellation/is-cancelled.ts'
import { type SubscriptionNow, subscriptionNow } from '../subscriptions/subscription-now.ts'
import { getHolder } from './holder-store.ts'
import { showPlan } from './show-plan.ts'
import { findUsageTotal } from './usage-store.ts'

/** What a customer sees first: the subscription, its plan, the balance, and what the running period has cost so far. */
export async function overviewOf(realCtx: Ctx) {
  const holder = await getHolder(realCtx)
  const ctx = await atTimeOf(realCtx, holder.customerId)
  const subscription = await subscriptionNow(ctx, holder.subscriptionId)
  if (!subscription) throw notFound()
  const plan = await planForSubscribing(ctx, subscription.planId)
  const customer = await customerForBilling(ctx, holder.customerId)
  if (!plan || !customer) throw notFound()
  const { currency, period } = subscription
  const amount = (nanos: bigint) => moneyToText({ nanos, currency })
  const span = { from: period.start, to: period.end }
  const used = await findUsageTotal(ctx, holder, span)
  const { prefundTarget } = subscription

  return {
    object: 'portalOverview' as const,
    now: ctx.now.toString(),
    merchant: { name: await displayName(ctx) },
    customer: { name: customer.name },
    subscription: {
      ...showSubscription(subscription),
      isCancelled: await isCancelled(ctx, subscription),
    },
    plan: await showPlan(ctx, plan),
    balance: {
      amount: amount(await fundsOf(ctx, holder.customerId, currency)),
      currency,
      ...(prefundTarget !== undefined && { minimum: amount(prefundTarget) }),
    },
    period: {
      charged: amount(nanosOf(used.charged)),
      tax: amount(nanosOf(used.tax)),
      events: used.events,
    },
  }
}

function showSubscription(subscription: SubscriptionNow) {
  const { id, details, status, startedAt, period, endingAt, terminatedAt } = subscription
  return {
    id,
    name: details.name,
    status,
    startedAt: startedAt.toString(),
    currentPeriodStart: period.start.toString(),
    currentPeriodEnd: period.end.toString(),
    ...(endingAt && { endingAt: endingAt.toString() }),
    ...(terminatedAt && { terminatedAt: terminatedAt.toString() }),
  }
}
