import type { Decimal } from '../money/decimal.ts'
import { allocate, type Currency, includedTax, nanosPerMinor, percentOf } from '../money/money.ts'
import type { TaxBehavior } from './tax-rate.ts'

/** A line before the invoice is summed up. */
export type OpenLine = {
  /** In nanos, in whole minor units; with or without tax, as the plan says. Negative: something is given back. */
  readonly amount: bigint
  /** What is cut from a rebate lapses; what is cut from a credit is owed to the customer still (domain §7). */
  readonly givesBack: 'rebate' | 'credit'
  /** 13 is 13 %. */
  readonly taxPercent: Decimal
}

/** In nanos, and always in whole minor units: net + tax = gross. */
export type LineTotals = {
  readonly net: bigint
  readonly tax: bigint
  readonly gross: bigint
  /** What was taken from a negative line, so that the invoice is not below zero: positive, or 0. */
  readonly cut: bigint
}

/** In nanos; each total is the sum of its lines. */
export type InvoiceTotals = {
  /** One per line, in their order. */
  readonly lines: readonly LineTotals[]
  readonly subtotal: bigint
  readonly totalTax: bigint
  readonly grandTotal: bigint
}

/**
 * Sums an invoice up (domain §7). It never goes below zero: negative lines are cut, rebates first and then credits, the
 * last one first. Tax is computed per rate on the sum of what remains and shared among its lines by largest remainder, so
 * that lines sum exactly; inclusive prices contain it: net = gross - tax.
 */
export function totalsOf(
  lines: readonly OpenLine[],
  { currency, taxBehavior }: { readonly currency: Currency; readonly taxBehavior: TaxBehavior },
): InvoiceTotals {
  const step = nanosPerMinor(currency)
  const stated = lines.map(({ amount }) => amount / step)
  const cuts = cutsOf(lines, stated)
  const kept = stated.map((amount, at) => amount + (cuts[at] ?? 0n))
  const taxes = taxPerLine(lines, kept, taxBehavior)
  const totals = kept.map((amount, at): LineTotals => {
    const tax = (taxes[at] ?? 0n) * step
    const cut = (cuts[at] ?? 0n) * step
    const price = amount * step
    return taxBehavior === 'inclusive'
      ? { net: price - tax, tax, gross: price, cut }
      : { net: price, tax, gross: price + tax, cut }
  })
  return {
    lines: totals,
    subtotal: sum(totals.map(({ net }) => net)),
    totalTax: sum(totals.map(({ tax }) => tax)),
    grandTotal: sum(totals.map(({ gross }) => gross)),
  }
}

/** How much each negative line is cut. */
function cutsOf(lines: readonly OpenLine[], amounts: readonly bigint[]): readonly bigint[] {
  let excess = -sum(amounts)
  const cuts = amounts.map(() => 0n)
  for (const kind of ['rebate', 'credit'] as const) {
    for (const [at, { givesBack }] of [...lines.entries()].toReversed()) {
      const amount = amounts[at] ?? 0n
      if (givesBack !== kind || amount >= 0n || excess <= 0n) continue
      const cut = excess < -amount ? excess : -amount
      cuts[at] = cut
      excess -= cut
    }
  }
  return cuts
}

function taxPerLine(
  lines: readonly OpenLine[],
  amounts: readonly bigint[],
  behavior: TaxBehavior,
): readonly bigint[] {
  const taxes = amounts.map(() => 0n)
  for (const rate of new Set(lines.map(({ taxPercent }) => taxPercent))) {
    const positions = [...lines.keys()].filter((at) => lines[at]?.taxPercent === rate)
    const shares = positions.map((at) => amounts[at] ?? 0n)
    // Where what is given back outweighs the charges of its rate, there is nothing to tax.
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
