import { type Decimal, decimalOne, decimalZero } from '../money/decimal.ts'

export type Tier = {
  /** The last unit of the tier, inclusive; undefined in the last tier, which has no end. */
  readonly upTo: Decimal | undefined
  readonly unitPrice: Decimal
  /** Due once when the quantity reaches the tier; that of the first tier even when nothing was used. */
  readonly flatFee: Decimal
}

/** Each unit at the price of the tier that it falls into. */
export type GraduatedPrice = { readonly model: 'graduated'; readonly tiers: readonly Tier[] }

/** All units at the price of the tier that the whole quantity falls into. */
export type TieredVolumePrice = { readonly model: 'tiered_volume'; readonly tiers: readonly Tier[] }

/** What one tier has to do with a quantity; `exact` counts units of 10^-30. */
export type TierShare = {
  /** Exclusive, but for the first tier, which begins with the first unit. */
  readonly from: Decimal
  readonly upTo: Decimal | undefined
  readonly quantity: Decimal
  readonly unitPrice: Decimal
  readonly flatFee: Decimal
  readonly exact: bigint
}

/**
 * How a quantity is spread over the tiers, those that it reaches. Their costs add up to the cost of the quantity. A
 * quantity below zero (more was given back than used) lies in the first tier.
 */
export function tierShares(
  { model, tiers }: GraduatedPrice | TieredVolumePrice,
  quantity: Decimal,
): readonly TierShare[] {
  const bounded = tiers.map((tier, at) => ({ ...tier, from: tiers[at - 1]?.upTo ?? decimalZero }))
  if (model === 'graduated') {
    return bounded
      .filter(({ from }, at) => at === 0 || quantity > from)
      .map((tier) => shareOf(tier, (end(tier, quantity) - tier.from) as Decimal))
  }
  const reached = bounded.find(({ upTo }) => upTo === undefined || quantity <= upTo)
  return reached ? [shareOf(reached, quantity)] : []
}

type BoundedTier = Tier & { readonly from: Decimal }

function end({ upTo }: BoundedTier, quantity: Decimal): Decimal {
  return upTo !== undefined && upTo < quantity ? upTo : quantity
}

function shareOf(tier: BoundedTier, quantity: Decimal): TierShare {
  const { unitPrice, flatFee } = tier
  return { ...tier, quantity, exact: unitPrice * quantity + flatFee * decimalOne }
}
