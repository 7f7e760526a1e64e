import type { PriceModel } from '@tallystick/core/pricing/price.ts'
import type { PricingText } from '@tallystick/core/pricing/pricing-text.ts'
import type { Ctx } from '../../platform/ctx.ts'
import { newId } from '../../platform/ids.ts'
import { notFound } from '../../platform/problem.ts'
import { findMetric } from '../billable-metrics/store.ts'
import { lockFee } from '../fees/store.ts'
import { type PaymentTerm, termsOf } from './price-terms.ts'
import { insertPrice, type PriceRow } from './store.ts'

export type NewPrice = {
  readonly billableMetricId?: string
  readonly feeId?: string
  readonly model?: PriceModel
  readonly properties?: unknown
  readonly pricing?: PricingText
  readonly paymentTerm: PaymentTerm
  readonly billingCadence?: string | null
  readonly invoiceDisplayName: string
  readonly quantity?: number
  readonly grantDiscountEnabled?: boolean
}

/** Prices a metric or a fee of the merchant. */
export async function createPrice(ctx: Ctx, price: NewPrice): Promise<PriceRow> {
  const { billableMetricId, feeId } = price
  const terms = termsOf({
    billableMetricId,
    feeId,
    model: price.model,
    properties: price.properties,
    pricing: price.pricing,
    paymentTerm: price.paymentTerm,
    billingCadence: price.billingCadence ?? undefined,
    invoiceDisplayName: price.invoiceDisplayName,
    quantity: price.quantity ?? 1,
    grantDiscountEnabled: price.grantDiscountEnabled ?? false,
  })
  const metric = billableMetricId === undefined ? true : await findMetric(ctx, billableMetricId)
  // Locked, so that the fee is not deleted while it gets a price.
  const fee = feeId === undefined ? true : await lockFee(ctx, feeId)
  if (!metric || !fee) throw notFound()
  return insertPrice(ctx, newId('price'), terms)
}
