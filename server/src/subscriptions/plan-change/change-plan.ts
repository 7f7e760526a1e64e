import type { Input } from '@tallystick/contract/endpoint.ts'
import type { subscriptionPlanChange } from '@tallystick/contract/subscription-plan-change.ts'
import { isAfter } from '@tallystick/core/time/instant.ts'
import {
  planForSubscribing,
  type SubscribablePlan,
} from '../../catalog/plans/plan-for-subscribing.ts'
import type { Billing } from '../../invoices/billing.ts'
import { closePeriodInvoice } from '../../invoices/close-period.ts'
import { addCredits } from '../../invoices/upfront/add-credits.ts'
import { issueUpfront } from '../../invoices/upfront/issue-upfront.ts'
import type { Ctx } from '../../platform/ctx.ts'
import { type FieldError, invalid, notFound } from '../../platform/problem.ts'
import { atTimeOfSubscription } from '../at-time-of-subscription.ts'
import { lockRunning } from '../lock-running.ts'
import { openPeriod } from '../open-period.ts'
import { setNextPlan, setPlan } from '../period-store.ts'
import type { SubscriptionRow } from '../store.ts'
import { type Quote, quoteChange } from './quote.ts'

type Wanted = Input<(typeof subscriptionPlanChange)['changeSubscriptionPlan']>['body']

export type Outcome = {
  readonly subscription: SubscriptionRow
  readonly quote: Quote
  readonly invoiceId: string | undefined
}

/**
 * Changes the plan of a subscription that runs, now or with its next period; or says what that would bill, by the code
 * that does it.
 */
export async function changePlan(
  realCtx: Ctx,
  billing: Billing,
  { id, wanted }: { readonly id: string; readonly wanted: Wanted },
): Promise<Outcome> {
  const ctx = await atTimeOfSubscription(realCtx, id)
  const subscription = await lockRunning(ctx, id)
  const plan = await planWanted(ctx, subscription, wanted)
  const isNow = wanted.at === 'now'
  const at = isNow ? ctx.now : subscription.period.end
  const quote = await quoteChange(ctx, subscription, { plan, at })
  const outcome = { subscription, quote, invoiceId: undefined }
  if (wanted.preview) return outcome
  if (isNow) return { ...outcome, invoiceId: await changeNow(ctx, billing, outcome) }
  // The plan that it has: then it stays, whatever was planned.
  await setNextPlan(ctx, id, plan.id === subscription.planId ? undefined : plan.id)
  return outcome
}

async function planWanted(
  ctx: Ctx,
  subscription: SubscriptionRow,
  { planId, at }: Wanted,
): Promise<SubscribablePlan> {
  const plan = await planForSubscribing(ctx, planId)
  if (!plan) throw notFound()
  const { productId, currency, endingAt, period } = subscription
  const errors: FieldError[] = []
  const wrong = (field: string, message: string) =>
    void errors.push({ field, message, code: 'invalid_value' })
  if (plan.productId !== productId) wrong('planId', 'must be a plan of the same product')
  if (plan.currency !== currency) wrong('planId', 'must be a plan in the same currency')
  if (at === 'now' && planId === subscription.planId) wrong('planId', 'is the plan that it has')
  if (at === 'period_end' && endingAt && !isAfter(endingAt, period.end)) {
    wrong('at', 'cannot be the end of the period: the subscription ends by then')
  }
  if (errors.length > 0) throw invalid(...errors)
  return plan
}

/** Returns the id of the invoice that bills it; credits alone wait for the next one. */
async function changeNow(
  ctx: Ctx,
  billing: Billing,
  { subscription, quote }: Pick<Outcome, 'subscription' | 'quote'>,
): Promise<string | undefined> {
  const { id: subscriptionId, customerId, currency, paymentTermDays } = subscription
  const { plan, at, inForce, terms, period, charges, credits, draft } = quote
  await closePeriodInvoice(ctx, {
    subscriptionId,
    end: at,
    endsTerms: true,
    closesSubscription: false,
  })
  const changed = await setPlan(ctx, subscriptionId, inForce)
  await openPeriod(ctx, changed, { plan, terms, period, advanceBilled: true })
  if (!draft || charges.length === 0) {
    await addCredits(ctx, credits)
    return undefined
  }
  const invoice = await issueUpfront(ctx, billing, {
    subscriptionId,
    customerId,
    currency,
    sequence: period.sequence,
    period,
    billingAnchor: terms.anchor,
    billingCadence: terms.cadence,
    paymentTermDays,
    autoApprove: subscription.autoApprove ?? plan.autoApprove,
    draft,
  })
  return invoice.id
}
