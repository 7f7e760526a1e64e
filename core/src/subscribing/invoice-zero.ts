import type { TaxBehavior } from '../invoicing/tax-rate.ts'
import { type Decimal, decimalOne } from '../money/decimal.ts'
import {
  allocate,
  type Currency,
  clamp,
  includedTax,
  nanosPerMinor,
  nanosPerUnit,
  percentOf,
  roundDiv,
} from '../money/money.ts'

/** A fee that is due before the subscription begins. */
export type AdvanceFee = {
  readonly unitPrice: Decimal
  /** Whole units of the fee, such as seats. */
  readonly quantity: bigint
  /** 13 is 13 %. */
  readonly taxPercent: Decimal
}

/** In nanos, and always in whole minor units: net + tax = gross. */
export type InvoiceZeroLine = {
  readonly net: bigint
  readonly tax: bigint
  readonly gross: bigint
}

/** In nanos; each total is the sum of its lines. */
export type InvoiceZero = {
  /** One per fee, in their order. */
  readonly lines: readonly InvoiceZeroLine[]
  readonly subtotal: bigint
  readonly totalTax: bigint
  readonly grandTotal: bigint
}

/**
 * The first invoice of a subscription: what is due in advance of its first period. Each line is rounded once,
 * to the currency's minor unit and half away from zero. Tax is computed per rate on the sum of its lines
 * and shared among them by largest remainder, so that lines sum exactly; inclusive prices contain it:
 * net = gross - tax. The invoice never goes below zero: rebates are cut, the last one first.
 */
export function invoiceZero(due: {
  readonly fees: readonly AdvanceFee[]
  readonly currency: Currency
  readonly taxBehavior: TaxBehavior
}): InvoiceZero {
  const nanosPerStep = nanosPerMinor(due.currency)
  const stepsPerUnit = nanosPerUnit / nanosPerStep
  const rounded = due.fees.map(({ unitPrice, quantity }) =>
    roundDiv(unitPrice * quantity * stepsPerUnit, decimalOne),
  )
  const prices = cutRebates(rounded)
  const taxes = taxPerLine(due.fees, prices, due.taxBehavior)

  const lines = prices.map((price, position): InvoiceZeroLine => {
    const tax = (taxes[position] ?? 0n) * nanosPerStep
    const stated = price * nanosPerStep
    return due.taxBehavior === 'inclusive'
      ? { net: stated - tax, tax, gross: stated }
      : { net: stated, tax, gross: stated + tax }
  })
  return {
    lines,
    subtotal: sum(lines.map(({ net }) => net)),
    totalTax: sum(lines.map(({ tax }) => tax)),
    grandTotal: sum(lines.map(({ gross }) => gross)),
  }
}

/** Takes from negative lines, the last one first, until the sum is no longer negative. */
function cutRebates(prices: readonly bigint[]): readonly bigint[] {
  let excess = sum(prices)
  return prices
    .toReversed()
    .map((price) => {
      if (excess >= 0n || price >= 0n) return price
      const cut = clamp(excess, price, 0n)
      excess -= cut
      return price - cut
    })
    .toReversed()
}

function taxPerLine(
  fees: readonly AdvanceFee[],
  prices: readonly bigint[],
  behavior: TaxBehavior,
): readonly bigint[] {
  const taxes = prices.map(() => 0n)
  for (const rate of new Set(fees.map(({ taxPercent }) => taxPercent))) {
    const positions = [...fees.keys()].filter((position) => fees[position]?.taxPercent === rate)
    const shares = positions.map((position) => prices[position] ?? 0n)
    // Where rebates outweigh the fees of their rate, there is nothing to tax.
    const base = sum(shares) > 0n ? sum(shares) : 0n
    const tax = behavior === 'inclusive' ? includedTax(base, rate) : percentOf(base, rate)
    allocate(tax, shares).forEach((part, rank) => {
      taxes[positions[rank] ?? 0] = part
    })
  }
  return taxes
}

function sum(amounts: readonly bigint[]): bigint {
  return amounts.reduce((left, right) => left + right, 0n)
}
