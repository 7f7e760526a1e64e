import type { BillingTerms, TermsPrice } from '@tallystick/core/subscribing/terms.ts'
import type { Ctx } from '../../platform/ctx.ts'
import { listPricesOfPlans, type PlanPriceRow } from './held-prices-store.ts'
import { findPlan } from './store.ts'

/**
 * What a period that opens now is billed by: the plan and what it holds, as they are at this moment. Cycles are counted
 * from the subscription's anchor. Undefined when the merchant has no such plan.
 */
export async function billingTermsOf(
  ctx: Ctx,
  planId: string,
  anchor: Temporal.Instant,
): Promise<BillingTerms | undefined> {
  const plan = await findPlan(ctx, planId)
  if (!plan) return undefined
  const prices = await listPricesOfPlans(ctx, [planId])
  return {
    planId,
    currency: plan.currency,
    taxBehavior: plan.taxBehavior,
    planTaxPercent: plan.defaultTaxPercent,
    taxCode: plan.defaultTaxCode,
    cadence: plan.billingCadence,
    anchor,
    creditUnusedAdvance: plan.creditUnusedAdvance,
    prices: (prices.get(planId) ?? []).map(termsPrice),
  }
}

function termsPrice(price: PlanPriceRow): TermsPrice {
  const { feeId, billableMetricId, billingCadence, model, properties, pricing } = price
  return {
    priceId: price.id,
    ...(feeId !== undefined && { feeId }),
    ...(billableMetricId !== undefined && { billableMetricId }),
    displayName: price.invoiceDisplayName,
    paymentTerm: price.paymentTerm,
    ...(billingCadence !== undefined && { cadence: billingCadence }),
    quantity: price.quantity,
    figures: { model, properties, ...(pricing && { pricing }) },
  }
}
