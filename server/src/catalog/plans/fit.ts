import type { PaymentTerm } from '../prices/price-terms.ts'

export type HeldPrice = {
  readonly id: string
  readonly billableMetricId: string | undefined
  readonly paymentTerm: PaymentTerm
  readonly productId: string
}

export type Misfit = {
  readonly priceId: string
  /** The field of the price that keeps it out. */
  readonly field: 'billableMetricId' | 'paymentTerm'
  readonly message: string
}

/** Which prices a plan cannot hold, and why; none when all is well. */
export function misfits(
  plan: { readonly productId: string; readonly billingVersion: number },
  prices: readonly HeldPrice[],
): readonly Misfit[] {
  const foreign = prices
    .filter(({ productId }) => productId !== plan.productId)
    .map(({ id }) => misfit(id, 'billableMetricId', 'belongs to another product than the plan'))
  const instant = prices.filter(({ paymentTerm }) => paymentTerm === 'instant')
  const tooNew = plan.billingVersion === 0 ? [] : instant
  const first = new Map(instant.toReversed().map((price) => [price.billableMetricId, price]))
  const second = instant.filter((price) => first.get(price.billableMetricId) !== price)
  return [
    ...foreign,
    ...tooNew.map(({ id }) =>
      misfit(id, 'paymentTerm', 'is instant, which plans of billingVersion 1 cannot hold'),
    ),
    // An event is charged at once, so there is one price for its metric.
    ...second.map(({ id }) =>
      misfit(id, 'paymentTerm', 'is the second instant price of the plan for its metric'),
    ),
  ]
}

const misfit = (priceId: string, field: Misfit['field'], message: string): Misfit => ({
  priceId,
  field,
  message,
})
