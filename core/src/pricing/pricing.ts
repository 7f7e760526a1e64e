import { assert } from '../assert.ts'
import { type Decimal, decimalZero } from '../money/decimal.ts'
import { type Currency, nanosPerMinor, nanosPerUnit, roundDiv } from '../money/money.ts'
import { type PackagePrice, packageCost } from './package.ts'
import { exactCost, type PriceSpec } from './price.ts'
import { type GraduatedPrice, type TieredVolumePrice, tierShares } from './tiers.ts'

/** Every price that an invoice can bill: those of the contract, and ours. */
export type Pricing = PriceSpec | GraduatedPrice | TieredVolumePrice | PackagePrice

/** A share of a whole, exactly: 10 of 31 days. */
export type Fraction = { readonly numerator: bigint; readonly denominator: bigint }

export const whole: Fraction = { numerator: 1n, denominator: 1n }

/**
 * What the quantity of a whole period costs, exactly, in units of 10^-30 of the currency. A percentage is clamped once,
 * on the whole line; volume prices begin at the first unit of the period (domain §3). Dynamic prices are never invoiced.
 */
export function exactAmount(pricing: Pricing, quantity: Decimal): bigint {
  switch (pricing.model) {
    case 'graduated':
    case 'tiered_volume':
      return tierShares(pricing, quantity).reduce((sum, { exact }) => sum + exact, 0n)
    case 'package':
      return packageCost(pricing, quantity)
    case 'volume':
      // What was given back may outweigh what was used: then there is nothing to sell.
      return exactCost(pricing, { quantity: quantity < 0n ? decimalZero : quantity })
    default:
      assert(pricing.model !== 'dynamic', 'a dynamic price is charged on arrival, not invoiced')
      return exactCost(pricing, { quantity })
  }
}

/**
 * An exact amount (units of 10^-30), or a fraction of it, in nanos: rounded once, to the currency's minor unit, half away
 * from zero (domain §7).
 */
export function lineAmount(exact: bigint, currency: Currency, share: Fraction = whole): bigint {
  const step = nanosPerMinor(currency)
  const stepsPerUnit = nanosPerUnit / step
  const { numerator, denominator } = share
  return roundDiv(exact * numerator * stepsPerUnit, exactPerUnit * denominator) * step
}

const exactPerUnit = 10n ** 30n
