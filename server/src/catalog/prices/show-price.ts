import type { PriceProperties, Pricing } from '@tallystick/contract/price-forms.ts'
import type { Price } from '@tallystick/contract/prices.ts'
import type { Static } from 'typebox'
import type { PriceRow } from './store.ts'

/** A price as the wire shows it, alone and within a plan. */
export function showPrice(price: PriceRow): Static<typeof Price> {
  const { billableMetricId, feeId, billingCadence } = price
  return {
    id: price.id,
    object: 'price',
    ...(billableMetricId !== undefined && { billableMetricId }),
    ...(feeId !== undefined && { feeId }),
    merchantId: price.merchantId,
    ...(billingCadence !== undefined && { billingCadence }),
    createdAt: price.createdAt.toString(),
    invoiceDisplayName: price.invoiceDisplayName,
    model: price.model,
    paymentTerm: price.paymentTerm,
    properties: price.properties as Static<typeof PriceProperties>,
    ...(price.pricing && { pricing: price.pricing as Static<typeof Pricing> }),
    updatedAt: price.updatedAt.toString(),
    grantDiscountEnabled: price.grantDiscountEnabled,
    quantity: price.quantity,
  }
}
