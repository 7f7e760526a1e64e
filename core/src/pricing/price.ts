import { type Decimal, decimal, decimalOne, decimalZero } from '../money/decimal.ts'
import { clamp, roundDiv } from '../money/money.ts'
import { type VolumePrice, volumeCost } from './volume.ts'

export type PriceModel = 'standard' | 'dynamic' | 'volume' | 'percentage'

/** A price as the arithmetic sees it; every figure is exact and in major units of the currency. */
export type PriceSpec =
  | { readonly model: 'standard'; readonly unitPrice: Decimal }
  | { readonly model: 'dynamic'; readonly minPrice: Decimal; readonly maxPrice: Decimal }
  | VolumePrice
  | {
      readonly model: 'percentage'
      /** A fraction: 0.03 is 3 %. */
      readonly percentage: Decimal
      readonly minCharge: Decimal
      readonly maxCharge: Decimal
    }

export type PriceRefusal = 'PRICE_REQUIRED' | 'PRICE_OUT_OF_RANGE'
export type PriceProblem = { readonly field: string; readonly message: string }

/**
 * What a quantity costs, in nanos, rounded once, half away from zero.
 *
 * - standard: unit price × quantity; a negative unit price is a rebate.
 * - dynamic: supplied price × quantity. Without a supplied price it is refused as PRICE_REQUIRED, with one
 *   outside the price's bounds as PRICE_OUT_OF_RANGE.
 * - volume: depends on what the period has consumed before; see `volumeCost`.
 * - percentage: quantity × percentage, kept within the two charges, and nothing for a quantity of zero.
 */
export function priceQuantity(
  spec: PriceSpec,
  usage: {
    readonly quantity: Decimal
    readonly suppliedPrice?: Decimal | undefined
    readonly consumedBefore: Decimal
  },
): { readonly nanos: bigint } | { readonly refused: PriceRefusal } {
  if (spec.model !== 'dynamic') return rounded(exactCost(spec, usage))
  const { quantity, suppliedPrice } = usage
  if (suppliedPrice === undefined) return { refused: 'PRICE_REQUIRED' }
  const isWithin = spec.minPrice <= suppliedPrice && suppliedPrice <= spec.maxPrice
  return isWithin ? rounded(suppliedPrice * quantity) : { refused: 'PRICE_OUT_OF_RANGE' }
}

/** As `priceQuantity`, but exactly, in units of 10^-30. */
export function exactCost(
  spec: Exclude<PriceSpec, { readonly model: 'dynamic' }>,
  usage: { readonly quantity: Decimal; readonly consumedBefore?: Decimal },
): bigint {
  const { quantity, consumedBefore = decimalZero } = usage
  switch (spec.model) {
    case 'standard':
      return spec.unitPrice * quantity
    case 'volume':
      return volumeCost(spec, consumedBefore, quantity)
    case 'percentage': {
      if (quantity === 0n) return 0n
      const { percentage, minCharge, maxCharge } = spec
      return clamp(percentage * quantity, minCharge * decimalOne, maxCharge * decimalOne)
    }
  }
}

/** From units of 10^-30, in which every cost is exact, to nanos. */
function rounded(exact: bigint): { readonly nanos: bigint } {
  return { nanos: roundDiv(exact, 10n ** 21n) }
}

/**
 * Reads the properties of a price as they are on the wire, all decimal strings. Each problem names its field
 * from the price down: `properties.parameters.min`. Bounds are not negative and the lower one is not above
 * the upper one; a percentage lies between 0 and 10 (1000 %) and has at most 4 digits behind the point.
 */
export function parsePriceProperties(
  model: PriceModel,
  properties: unknown,
): PriceSpec | { readonly problems: readonly PriceProblem[] } {
  const reader = readerOf(properties)
  const spec = parsers[model](reader)
  return reader.problems.length > 0 ? { problems: reader.problems } : spec
}

const parsers: Record<PriceModel, (reader: Reader) => PriceSpec> = {
  standard: ({ read }) => ({ model: 'standard', unitPrice: read('unitPrice') }),

  dynamic: ({ readRange }) => {
    const [minPrice, maxPrice] = readRange('minPrice', 'maxPrice')
    return { model: 'dynamic', minPrice, maxPrice }
  },

  volume: ({ read, readRange, expect, textAt }) => {
    const first = read('default')
    const isLinear = textAt('parameters.function') === 'linear'
    expect(isLinear, 'parameters.function', 'The only function is "linear".')
    const gradient = read('parameters.gradient')
    const [min, max] = readRange('parameters.min', 'parameters.max')
    return { model: 'volume', default: first, gradient, min, max }
  },

  percentage: ({ read, readRange, expect }) => {
    const percentage = read('percentage')
    const inRange = percentage >= 0n && percentage <= 10n * decimalOne
    expect(inRange, 'percentage', 'A percentage lies between 0 and 10, which is 1000 %.')
    const isShort = percentage % (decimalOne / 10_000n) === 0n
    expect(isShort, 'percentage', 'A percentage has at most 4 digits behind the point.')
    const [minCharge, maxCharge] = readRange('minCharge', 'maxCharge')
    return { model: 'percentage', percentage, minCharge, maxCharge }
  },
}

type Reader = {
  readonly problems: readonly PriceProblem[]
  /** The decimal at the path; where there is none, zero stands in for it beside the problem. */
  readonly read: (path: string) => Decimal
  readonly readRange: (minPath: string, maxPath: string) => readonly [Decimal, Decimal]
  readonly expect: (holds: boolean, path: string, message: string) => void
  readonly textAt: (path: string) => unknown
}

function readerOf(properties: unknown): Reader {
  const problems: PriceProblem[] = []
  const expect = (holds: boolean, path: string, message: string) => {
    if (!holds) problems.push({ field: `properties.${path}`, message })
  }
  const textAt = (path: string) => path.split('.').reduce(ownProperty, properties)
  const read = (path: string) => {
    const text = textAt(path)
    const value = typeof text === 'string' ? decimal(text) : undefined
    expect(value !== undefined, path, decimalWanted)
    return value ?? decimalZero
  }
  const readRange = (minPath: string, maxPath: string) => {
    const before = problems.length
    const [min, max] = [read(minPath), read(maxPath)]
    expect(min >= 0n, minPath, 'The lower bound is not negative.')
    const areKnown = problems.length === before
    expect(!areKnown || min <= max, maxPath, 'The upper bound is not below the lower one.')
    return [min, max] as const
  }
  return { problems, read, readRange, expect, textAt }
}

const decimalWanted =
  'A decimal number is wanted as text, with at most 24 digits before the point and 15 after it.'

function ownProperty(parent: unknown, key: string): unknown {
  const isObject = typeof parent === 'object' && parent !== null
  return isObject ? new Map(Object.entries(parent)).get(key) : undefined
}
