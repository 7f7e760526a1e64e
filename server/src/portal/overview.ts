import type { PriceProperties, Pricing } from '@tallystick/contract/price-forms.ts'
import { moneyToText } from '@tallystick/core/money/money.ts'
import type { Static } from 'typebox'
import {
  planForSubscribing,
  type SubscribablePrice,
} from '../catalog/plans/plan-for-subscribing.ts'
import { atTimeOf } from '../clocks/at-time-of.ts'
import { customerForBilling } from '../customers/customer-for-billing.ts'
import { displayName } from '../embedding/settings/display-name.ts'
import { fundsOf } from '../ledger/funds.ts'
import type { Ctx } from '../platform/ctx.ts'
import { nanosOf } from '../platform/db/amounts.ts'
import { notFound } from '../platform/problem.ts'
import { type SubscriptionNow, subscriptionNow } from '../subscriptions/subscription-now.ts'
import { getHolder } from './holder-store.ts'
import { findUsageTotal, listMetrics } from './usage-store.ts'

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
    subscription: showSubscription(subscription),
    plan: {
      name: plan.name,
      ...(plan.description !== undefined && { description: plan.description }),
      prices: await showPrices(ctx, plan.prices),
    },
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

async function showPrices(ctx: Ctx, prices: readonly SubscribablePrice[]) {
  const metrics = await listMetrics(ctx, [
    ...new Set(prices.flatMap(({ billableMetricId }) => billableMetricId ?? [])),
  ])
  const units = new Map(metrics.map(({ id, unit }) => [id, unit]))
  return prices.map(
    ({ id, displayName, model, paymentTerm, properties, pricing, billableMetricId = '' }) => {
      const unit = units.get(billableMetricId)
      return {
        id,
        displayName,
        model,
        paymentTerm,
        properties: properties as Static<typeof PriceProperties>,
        ...(pricing && { pricing: pricing as Static<typeof Pricing> }),
        ...(unit !== undefined && { unit }),
      }
    },
  )
}
