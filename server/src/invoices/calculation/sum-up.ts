import type { TaxBehavior } from '@tallystick/core/invoicing/tax-rate.ts'
import { totalsOf } from '@tallystick/core/invoicing/totals.ts'
import { formatDecimal } from '@tallystick/core/money/decimal.ts'
import {
  type Currency,
  includedTax,
  nanosToText,
  percentOf,
  roundToMinor,
} from '@tallystick/core/money/money.ts'
import type { NewLine } from '../line-store.ts'
import type { LineBasis } from './basis.ts'
import type { Taxed } from './entered.ts'

/** What of a line the sums follow from. */
export type Summable = Omit<Taxed, 'terms' | 'waited'>

/** A line with its amounts. */
export type Summed<T extends Summable = Taxed> = {
  readonly entered: T
  readonly line: NewLine
  readonly cut: bigint
}

export type Sums = {
  readonly subtotal: bigint
  readonly totalTax: bigint
  readonly grandTotal: bigint
  readonly instantSubtotal: bigint
  readonly instantTax: bigint
}

/** Sums an invoice up. What instant usage has paid takes no part in cutting or in its tax: both were settled on arrival. */
export function sumUp<T extends Summable>(
  taxed: readonly T[],
  currency: Currency,
): { readonly summed: readonly Summed<T>[]; readonly sums: Sums } {
  const owed = taxed.filter(({ paidTax }) => paidTax === undefined)
  const amounts = new Map<Summable, Amounts>(
    taxed.map((each) => {
      const tax = each.paidTax ?? 0n
      return [each, { net: each.amount, tax, gross: each.amount + tax, cut: 0n }]
    }),
  )
  for (const taxBehavior of ['exclusive', 'inclusive'] as const) {
    for (const [each, total] of ownTotals(owed, currency, taxBehavior)) amounts.set(each, total)
  }
  const summed = taxed.map((entered, position) => {
    const own = amounts.get(entered) ?? nothing
    return { entered, cut: own.cut, line: lineOf(entered, own, position) }
  })
  return { summed, sums: sumsOf(summed) }
}

type Amounts = {
  readonly net: bigint
  readonly tax: bigint
  readonly gross: bigint
  readonly cut: bigint
}
const nothing: Amounts = { net: 0n, tax: 0n, gross: 0n, cut: 0n }

/** Prices with tax and prices without it meet on one invoice only where a change of the plan has changed that, too. */
function ownTotals(
  owed: readonly Summable[],
  currency: Currency,
  taxBehavior: TaxBehavior,
): readonly (readonly [Summable, Amounts])[] {
  const own = owed.filter(({ behavior }) => behavior === taxBehavior)
  const lines = own.map(({ amount, givesBack, tax: { percent: taxPercent } }) => ({
    amount,
    givesBack,
    taxPercent,
  }))
  const totals = totalsOf(lines, { currency, taxBehavior })
  return own.map((each, at) => [each, totals.lines[at] ?? nothing])
}

function lineOf(entered: Summable, { net, tax, gross, cut }: Amounts, position: number): NewLine {
  const { about, basis, amount, givesBack, behavior } = entered
  const { percent, ...rule } = entered.tax
  const full: LineBasis = {
    ...basis,
    amount: nanosToText(amount),
    givesBack,
    cut: nanosToText(cut),
    behavior,
    tax: { ...rule, percent: formatDecimal(percent) },
  }
  return {
    ...about,
    position,
    taxPercent: percent,
    subtotal: net,
    tax,
    total: gross,
    basis: full,
    calculatedAt: undefined,
  }
}

function sumsOf(summed: readonly Summed<Summable>[]): Sums {
  const sum = (some: readonly Summed<Summable>[], pick: (line: NewLine) => bigint) =>
    some.reduce((nanos, { line }) => nanos + pick(line), 0n)
  const instant = summed.filter(({ entered }) => entered.paidTax !== undefined)
  return {
    subtotal: sum(summed, ({ subtotal }) => subtotal),
    totalTax: sum(summed, ({ tax }) => tax),
    grandTotal: sum(summed, ({ total }) => total),
    instantSubtotal: sum(instant, ({ subtotal }) => subtotal),
    instantTax: sum(instant, ({ tax }) => tax),
  }
}

/** What was cut from a credit, as net and tax by the rate of its line. */
export function owedOf({ cut, entered }: Summed): { readonly net: bigint; readonly tax: bigint } {
  const { tax, behavior, about } = entered
  if (behavior === 'exclusive') {
    return { net: cut, tax: roundToMinor(percentOf(cut, tax.percent), about.currency) }
  }
  const contained = roundToMinor(includedTax(cut, tax.percent), about.currency)
  return { net: cut - contained, tax: contained }
}
