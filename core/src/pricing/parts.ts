import { type Decimal, decimalFromInteger, decimalOne, decimalZero } from '../money/decimal.ts'
import { type PackagePrice, packagesOf } from './package.ts'
import { exactAmount, type Pricing } from './pricing.ts'
import { type GraduatedPrice, type TieredVolumePrice, tierShares } from './tiers.ts'

/**
 * A part of what a quantity costs: `units` at a price each, a `flat_fee` of a tier, whole `package`s, `free_units`, and
 * what lifts or lowers a charge to its `minimum` or `maximum`.
 */
export type PricePart = {
  readonly kind: 'units' | 'flat_fee' | 'package' | 'free_units' | 'minimum' | 'maximum'
  /** Which tier says so, from 1. */
  readonly tier?: number
  readonly quantity: Decimal
  /** In major units; undefined where each unit has a price of its own. */
  readonly unitPrice?: Decimal
  /** What the part costs, in units of 10^-30 of the currency. */
  readonly exact: bigint
}

/** How the cost of a whole period's quantity comes about: the parts add up to `exactAmount`. */
export function partsOf(pricing: Pricing, quantity: Decimal): readonly PricePart[] {
  switch (pricing.model) {
    case 'graduated':
    case 'tiered_volume':
      return tierParts(pricing, quantity)
    case 'package':
      return packageParts(pricing, quantity)
    case 'standard':
      return [units(quantity, pricing.unitPrice)]
    case 'percentage': {
      const share = units(quantity, pricing.percentage)
      return [share, ...boundPart(exactAmount(pricing, quantity) - share.exact)]
    }
    default:
      return [{ kind: 'units', quantity, exact: exactAmount(pricing, quantity) }]
  }
}

const one = decimalFromInteger(1n)
const units = (quantity: Decimal, unitPrice: Decimal): PricePart => ({
  kind: 'units',
  quantity,
  unitPrice,
  exact: unitPrice * quantity,
})

function boundPart(difference: bigint): readonly PricePart[] {
  if (difference === 0n) return []
  return [{ kind: difference > 0n ? 'minimum' : 'maximum', quantity: one, exact: difference }]
}

function tierParts(
  pricing: GraduatedPrice | TieredVolumePrice,
  quantity: Decimal,
): readonly PricePart[] {
  return tierShares(pricing, quantity).flatMap(({ upTo, flatFee, unitPrice, quantity: within }) => {
    const tier = 1 + pricing.tiers.findIndex((each) => each.upTo === upTo)
    const fee: PricePart = {
      kind: 'flat_fee',
      tier,
      quantity: one,
      unitPrice: flatFee,
      exact: flatFee * decimalOne,
    }
    return [{ ...units(within, unitPrice), tier }, ...(flatFee === 0n ? [] : [fee])]
  })
}

function packageParts(pricing: PackagePrice, quantity: Decimal): readonly PricePart[] {
  const { freeUnits, price } = pricing
  const free = quantity < freeUnits ? quantity : freeUnits
  const packages = decimalFromInteger(packagesOf(pricing, quantity))
  return [
    ...(free > 0n
      ? [{ kind: 'free_units', quantity: free, unitPrice: decimalZero, exact: 0n } as const]
      : []),
    { kind: 'package', quantity: packages, unitPrice: price, exact: price * packages },
  ]
}

/** An exact amount (units of 10^-30) in major units, as the shortest plain text. */
export function exactText(exact: bigint): string {
  const size = exact < 0n ? -exact : exact
  const fraction = (size % 10n ** 30n).toString().padStart(30, '0').replace(/0+$/, '')
  return `${exact < 0n ? '-' : ''}${size / 10n ** 30n}${fraction && `.${fraction}`}`
}
