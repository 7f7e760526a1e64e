import { type Decimal, decimal, decimalZero, formatDecimal } from '../money/decimal.ts'
import type { PackagePrice } from './package.ts'
import type { PriceProblem } from './price.ts'
import type { GraduatedPrice, Tier, TieredVolumePrice } from './tiers.ts'

/** The price models of ours, which the wire carries in a field of their own. */
export type OwnPricing = GraduatedPrice | TieredVolumePrice | PackagePrice
export type OwnModel = OwnPricing['model']

/** As on the wire: decimal strings in major units; the last tier has no `upTo`. */
export type PricingText =
  | { readonly model: 'graduated' | 'tiered_volume'; readonly tiers: readonly TierText[] }
  | {
      readonly model: 'package'
      readonly size: string
      readonly price: string
      readonly freeUnits?: string | undefined
    }

export type TierText = {
  readonly upTo?: string | undefined
  readonly unitPrice: string
  readonly flatFee?: string | undefined
}

/**
 * Reads a price of ours. Each problem names its field from the price down, such as `pricing.tiers.1.upTo`: tiers go up,
 * only the last one is open, no figure is negative, and a package has a size.
 */
export function parsePricing(
  text: PricingText,
): OwnPricing | { readonly problems: readonly PriceProblem[] } {
  const problems: PriceProblem[] = []
  const read = (field: string, given: string): Decimal => {
    const value = decimal(given)
    if (value === undefined) problems.push({ field: `pricing.${field}`, message: decimalWanted })
    else if (value < 0n)
      problems.push({ field: `pricing.${field}`, message: 'It is not negative.' })
    return value ?? decimalZero
  }
  const pricing = text.model === 'package' ? readPackage(text, read) : readTiers(text, read)
  if (problems.length === 0) problems.push(...orderProblems(pricing))
  return problems.length > 0 ? { problems } : pricing
}

type Read = (field: string, given: string) => Decimal

function readPackage(text: Extract<PricingText, { model: 'package' }>, read: Read): PackagePrice {
  const { size, price, freeUnits = '0' } = text
  return {
    model: 'package',
    size: read('size', size),
    price: read('price', price),
    freeUnits: read('freeUnits', freeUnits),
  }
}

type TieredText = Exclude<PricingText, { model: 'package' }>

function readTiers({ model, tiers }: TieredText, read: Read): GraduatedPrice | TieredVolumePrice {
  return {
    model,
    tiers: tiers.map(
      ({ upTo, unitPrice, flatFee = '0' }, at): Tier => ({
        upTo: upTo === undefined ? undefined : read(`tiers.${at}.upTo`, upTo),
        unitPrice: read(`tiers.${at}.unitPrice`, unitPrice),
        flatFee: read(`tiers.${at}.flatFee`, flatFee),
      }),
    ),
  }
}

function orderProblems(pricing: OwnPricing): readonly PriceProblem[] {
  if (pricing.model === 'package') {
    const message = 'A package holds more than nothing.'
    return pricing.size > 0n ? [] : [{ field: 'pricing.size', message }]
  }
  const { tiers } = pricing
  if (tiers.length === 0)
    return [{ field: 'pricing.tiers', message: 'There is at least one tier.' }]
  return tiers.flatMap(({ upTo }, at) => {
    const field = `pricing.tiers.${at}.upTo`
    const isLast = at === tiers.length - 1
    if (isLast) return upTo === undefined ? [] : [{ field, message: 'The last tier has no end.' }]
    const below = tiers[at - 1]?.upTo ?? decimalZero
    return upTo !== undefined && upTo > below
      ? []
      : [{ field, message: 'Each tier but the last ends, above the one before it.' }]
  })
}

/** The same price as the wire shows it. */
export function pricingText(pricing: OwnPricing): PricingText {
  if (pricing.model === 'package') {
    const { model, size, price, freeUnits } = pricing
    return {
      model,
      size: formatDecimal(size),
      price: formatDecimal(price),
      freeUnits: formatDecimal(freeUnits),
    }
  }
  const { model, tiers } = pricing
  return {
    model,
    tiers: tiers.map(({ upTo, unitPrice, flatFee }) => ({
      ...(upTo !== undefined && { upTo: formatDecimal(upTo) }),
      unitPrice: formatDecimal(unitPrice),
      flatFee: formatDecimal(flatFee),
    })),
  }
}

const decimalWanted =
  'A decimal number is wanted as text, with at most 24 digits before the point and 15 after it.'
