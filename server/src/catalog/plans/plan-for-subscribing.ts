import { assert } from '@tallystick/core/assert.ts'
import type { Decimal } from '@tallystick/core/money/decimal.ts'
import type { Currency } from '@tallystick/core/money/money.ts'
import { type PriceSpec, parsePriceProperties } from '@tallystick/core/pricing/price.ts'
import type { Ctx } from '../../platform/ctx.ts'
import { listPricesOfPlans, type PlanPriceRow } from './held-prices-store.ts'
import { type Cadence, findPlan } from './store.ts'

export type SubscribablePrice = {
  readonly id: string
  readonly billableMetricId: string | undefined
  readonly feeId: string | undefined
  readonly model: PriceSpec['model']
  readonly spec: PriceSpec
  /** The same as the wire shows it: decimal strings in the form of the model. */
  readonly properties: PlanPriceRow['properties']
  /** Tiers or packages, which then decide instead of the others. */
  readonly pricing: PlanPriceRow['pricing']
  readonly paymentTerm: PlanPriceRow['paymentTerm']
  /** ISO 8601; `P0D` is once. Undefined is the plan's. */
  readonly billingCadence: string | undefined
  readonly displayName: string
  readonly quantity: number
}

export type SubscribablePlan = {
  readonly id: string
  readonly productId: string
  readonly name: string
  readonly description?: string | undefined
  readonly currency: Currency
  readonly billingCadence: Cadence
  readonly billingVersion: number
  readonly billingAnchor: Temporal.Instant | undefined
  /** 13 is 13 %. */
  readonly defaultTaxPercent: Decimal
  readonly taxBehavior: 'exclusive' | 'inclusive'
  /** Kind of service, for tax. */
  readonly defaultTaxCode: string
  /** Whether the unused part of advance fees is credited when a subscription ends early. */
  readonly creditUnusedAdvance: boolean
  /** Whether invoices are issued by themselves; undefined is as the merchant's billing settings say. */
  readonly autoApprove: boolean | undefined
  readonly renewalReminderEnabled: boolean
  readonly renewalReminderDays: number
  readonly prices: readonly SubscribablePrice[]
}

/** A plan of the merchant as its subscriptions are billed by it; undefined when there is none. */
export async function planForSubscribing(
  ctx: Ctx,
  planId: string,
): Promise<SubscribablePlan | undefined> {
  const plan = await findPlan(ctx, planId)
  if (!plan) return undefined
  const prices = await listPricesOfPlans(ctx, [planId])
  return { ...plan, prices: (prices.get(planId) ?? []).map(subscribable) }
}

function subscribable(price: PlanPriceRow): SubscribablePrice {
  const spec = parsePriceProperties(price.model, price.properties)
  assert(!('problems' in spec), `the price ${price.id} cannot be read`)
  return {
    id: price.id,
    billableMetricId: price.billableMetricId,
    feeId: price.feeId,
    model: price.model,
    spec,
    properties: price.properties,
    pricing: price.pricing,
    paymentTerm: price.paymentTerm,
    billingCadence: price.billingCadence,
    displayName: price.invoiceDisplayName,
    quantity: price.quantity,
  }
}
