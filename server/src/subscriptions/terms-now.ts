import { assert } from '@tallystick/core/assert.ts'
import type { BillingTerms, TermsPrice } from '@tallystick/core/subscribing/terms.ts'
import { parseCadence } from '@tallystick/core/time/duration.ts'
import { billingTermsOf } from '../catalog/plans/billing-terms-of.ts'
import { billedOnce } from '../invoices/upfront/billed-once.ts'
import type { Ctx } from '../platform/ctx.ts'
import type { PlanInForce } from './period-store.ts'
import type { SubscriptionRow } from './store.ts'

type Subscribed = {
  readonly planId: string
  readonly anchor: Temporal.Instant
  readonly cadence: string
}

/**
 * What a period that opens now is billed by: the plan's prices as they are at this moment. How long its periods last was
 * agreed when it was subscribed: a plan that is edited keeps that for the subscriptions that it has.
 */
export async function termsNow(
  ctx: Ctx,
  { planId, anchor, cadence }: Subscribed,
): Promise<BillingTerms> {
  const terms = await billingTermsOf(ctx, planId, anchor)
  assert(terms, 'a subscription has a plan')
  return { ...terms, cadence }
}

/**
 * What the first period by another plan is billed by. What is due once was due once: a price that both plans have, or
 * that the subscription had before, is not billed again.
 */
export async function termsOfChange(
  ctx: Ctx,
  { id: subscriptionId, startedAt }: Pick<SubscriptionRow, 'id' | 'startedAt'>,
  inForce: PlanInForce,
): Promise<BillingTerms> {
  const terms = await termsNow(ctx, inForce)
  const done = await billedOnce(ctx, { subscriptionId, startedAt, at: inForce.planSince })
  return {
    ...terms,
    prices: terms.prices.filter((price) => !(isOnce(price) && done.has(price.priceId))),
  }
}

function isOnce({ cadence }: TermsPrice): boolean {
  return cadence !== undefined && parseCadence(cadence) === 'once'
}
