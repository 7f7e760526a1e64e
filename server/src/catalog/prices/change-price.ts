import type { PriceModel } from '@tallystick/core/pricing/price.ts'
import type { PricingText } from '@tallystick/core/pricing/pricing-text.ts'
import type { Ctx } from '../../platform/ctx.ts'
import { invalid, notFound } from '../../platform/problem.ts'
import { findMetric } from '../billable-metrics/store.ts'
import { type Misfit, misfits } from '../plans/fit.ts'
import { listPlansHolding } from '../plans/held-prices-store.ts'
import { type PaymentTerm, type PriceTerms, termsOf } from './price-terms.ts'
import { lockPrice, type PriceRow, setPrice } from './store.ts'

export type PriceChange = {
  readonly billableMetricId?: string
  readonly model?: PriceModel
  readonly properties?: unknown
  /** Null returns to one unit price. */
  readonly pricing?: PricingText | null
  readonly paymentTerm?: PaymentTerm
  readonly billingCadence?: string | null
  readonly invoiceDisplayName?: string
  readonly quantity?: number
  readonly grantDiscountEnabled?: boolean
}

/** Changes a price as far as every plan that holds it can still hold it afterwards. */
export async function changePrice(ctx: Ctx, id: string, change: PriceChange): Promise<PriceRow> {
  const price = await lockPrice(ctx, id)
  if (!price) throw notFound()
  const terms = termsOf(changed(price, change))
  const metric =
    terms.billableMetricId === undefined ? undefined : await findMetric(ctx, terms.billableMetricId)
  if (terms.billableMetricId !== undefined && !metric) throw notFound()

  const plans = await listPlansHolding(ctx, id)
  const unfit = plans.flatMap((plan) => {
    const prices = plan.prices.map((held) =>
      held.id === id ? { ...held, ...terms, productId: metric?.productId ?? held.productId } : held,
    )
    return misfits(plan, prices)
  })
  if (unfit.length > 0) throw invalid(...unfit.map(asFieldError))

  return setPrice(ctx, id, terms)
}

function changed({ id: _, ...price }: PriceRow, change: PriceChange): PriceTerms {
  const { billableMetricId, billingCadence } = change
  return {
    billableMetricId: billableMetricId ?? price.billableMetricId,
    feeId: price.feeId,
    ...figures(price, change),
    paymentTerm: change.paymentTerm ?? price.paymentTerm,
    billingCadence:
      billingCadence === undefined ? price.billingCadence : (billingCadence ?? undefined),
    invoiceDisplayName: change.invoiceDisplayName ?? price.invoiceDisplayName,
    quantity: change.quantity ?? price.quantity,
    grantDiscountEnabled: change.grantDiscountEnabled ?? price.grantDiscountEnabled,
  }
}

/** Tiers take the place of all other figures; who takes them away says what it costs instead. */
function figures(price: PriceTerms, { model, properties, pricing }: PriceChange) {
  if (pricing === undefined) {
    return {
      model: model ?? price.model,
      properties: properties ?? price.properties,
      pricing: price.pricing,
    }
  }
  return { model: model ?? 'standard', properties, pricing: pricing ?? undefined }
}

const asFieldError = ({ field, message }: Misfit) => ({
  field,
  message: `cannot change so while a plan holds the price: it ${message}`,
  code: 'invalid_value',
})
