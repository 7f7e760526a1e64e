import { parseCadence } from '@tallystick/core/time/duration.ts'
import type { SubscribablePrice } from '../catalog/plans/plan-for-subscribing.ts'
import type { UpfrontFee } from '../invoices/draft.ts'
import { Problem } from '../platform/problem.ts'

/**
 * What a plan charges before it begins: its one-time fees. Instant prices are charged as usage arrives; everything else
 * needs periodic invoices and is refused.
 */
export function upfrontFees(prices: readonly SubscribablePrice[]): readonly UpfrontFee[] {
  const charged = prices.filter(({ paymentTerm }) => paymentTerm !== 'instant')
  return charged.map((price) => {
    const fee = upfrontFee(price)
    if (!fee) throw notYetBillable(price)
    return fee
  })
}

function upfrontFee(price: SubscribablePrice): UpfrontFee | undefined {
  const { id: priceId, feeId, spec, paymentTerm, billingCadence, displayName } = price
  if (feeId === undefined || spec.model !== 'standard' || paymentTerm !== 'in_advance') {
    return undefined
  }
  // Without a cadence of its own, a fee recurs with the plan.
  if (billingCadence === undefined || parseCadence(billingCadence) !== 'once') return undefined
  return {
    priceId,
    feeId,
    displayName,
    quantity: BigInt(price.quantity),
    unitPrice: spec.unitPrice,
  }
}

function notYetBillable({ id, displayName }: SubscribablePrice): Problem {
  return new Problem(
    'NOT_YET_BILLABLE',
    `The price ${id} (${displayName}) of this plan needs periodic invoices, which are yet to come: ` +
      'for now, prices are instant, or one-time fees (P0D) in advance.',
  )
}
