import { periodFrom } from '@tallystick/core/subscribing/schedule.ts'
import type { BillingTerms } from '@tallystick/core/subscribing/terms.ts'
import type { SubscribablePlan } from '../../catalog/plans/plan-for-subscribing.ts'
import type { Entered } from '../../invoices/calculation/entered.ts'
import { unusedFees } from '../../invoices/upfront/charged-ahead.ts'
import { draftUpfront, type UpfrontDraft } from '../../invoices/upfront/draft-upfront.ts'
import { chargesOf, creditOf } from '../../invoices/upfront/fee-items.ts'
import type { Ctx } from '../../platform/ctx.ts'
import type { PlanInForce } from '../period-store.ts'
import type { NumberedPeriod, SubscriptionRow } from '../store.ts'
import { switchedTo } from '../switch-plan.ts'
import { termsOfChange } from '../terms-now.ts'

export type Change = {
  readonly plan: SubscribablePlan
  /** From when on it bills. Not before the running period. */
  readonly at: Temporal.Instant
}

/** What a change of the plan comes to. */
export type Quote = Change & {
  readonly inForce: PlanInForce
  readonly terms: BillingTerms
  /** The first one by the other plan. */
  readonly period: NumberedPeriod
  readonly charges: readonly Entered[]
  readonly credits: readonly Entered[]
  /** Both on one invoice; undefined when there is neither. */
  readonly draft: UpfrontDraft | undefined
}

/** Finds what a change bills: the other plan's fees in advance, less what of the old plan's is not used. Writes nothing. */
export async function quoteChange(
  ctx: Ctx,
  subscription: SubscriptionRow,
  change: Change,
): Promise<Quote> {
  const { plan, at } = change
  const { customerId, currency, taxExempt, startedAt } = subscription
  const inForce = switchedTo(subscription, plan, at)
  const terms = await termsOfChange(ctx, subscription, inForce)
  const period = { sequence: subscription.period.sequence + 1, ...periodFrom(terms, at) }
  const payer = payerOf(subscription, at)
  const charges = chargesOf(payer, { terms, from: at, startedAt }, period)
  const credits = await creditsOf(ctx, subscription, at)
  const entered = [...charges, ...credits]
  const taxing = { customerId, exempt: taxExempt, suppliedAt: at }
  const draft = await draftUpfront(ctx, { ...taxing, currency, entered })
  return { ...change, inForce, terms, period, charges, credits, draft }
}

/** What the plan in force was paid ahead and does not bill any more from a moment on. */
export async function creditsOf(
  ctx: Ctx,
  subscription: SubscriptionRow,
  at: Temporal.Instant,
): Promise<readonly Entered[]> {
  const { id: subscriptionId, planSince } = subscription
  const payer = payerOf(subscription, at)
  const unused = await unusedFees(ctx, { subscriptionId, planSince, at })
  return unused.map((fee) => creditOf(payer, fee.terms, fee.unused))
}

function payerOf({ id, customerId, period }: SubscriptionRow, at: Temporal.Instant) {
  return { subscriptionId: id, customerId, at, change: period.sequence + 1 }
}
