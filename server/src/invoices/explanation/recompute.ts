import { type Currency, roundToMinor } from '@tallystick/core/money/money.ts'
import { lineAmount, whole } from '@tallystick/core/pricing/pricing.ts'
import { dueAmount } from '@tallystick/core/subscribing/schedule.ts'
import { decimalOf, nanosOf } from '../../platform/db/amounts.ts'
import type { LineBasis } from '../calculation/basis.ts'
import { type Summable, type Sums, sumUp } from '../calculation/sum-up.ts'
import type { LineRow } from '../line-store.ts'

/** A line of which is known what it follows from. */
export type Explained = LineRow & { readonly basis: LineBasis }

export type Recomputed = {
  readonly sums: Sums
  /** By line: whether its amounts came out the same. */
  readonly isSame: ReadonlyMap<string, boolean>
}

/**
 * Computes an invoice again from what is kept with its lines, by the functions that billed it. `cuts` says what was cut
 * from the lines of other invoices of which something was carried over to this one.
 */
export function recompute(
  lines: readonly Explained[],
  { currency, cuts }: { readonly currency: Currency; readonly cuts: ReadonlyMap<string, bigint> },
): Recomputed {
  const { summed, sums } = sumUp(
    lines.map((line) => entered(line, cuts)),
    currency,
  )
  const isSame = summed.map(({ entered: { about, amount }, line, cut }, at) => {
    const kept = lines[at]
    const same =
      kept !== undefined &&
      nanosOf(kept.basis.amount) === amount &&
      nanosOf(kept.basis.cut) === cut &&
      kept.subtotal === line.subtotal &&
      kept.tax === line.tax &&
      kept.total === line.total
    return [about.id, same] as const
  })
  return { sums, isSame: new Map(isSame) }
}

function entered(line: Explained, cuts: ReadonlyMap<string, bigint>): Summable {
  const { basis, currency } = line
  const { percent, ...rule } = basis.tax
  const { behavior, givesBack, paid } = basis
  return {
    about: line,
    basis,
    behavior,
    givesBack,
    amount: amountOf(line, cuts),
    tax: { ...rule, percent: decimalOf(percent) },
    ...(paid && { paidTax: roundToMinor(nanosOf(paid.tax), currency) }),
  }
}

/** Rounded, before anything was cut. */
function amountOf(line: Explained, cuts: ReadonlyMap<string, bigint>): bigint {
  const { basis, currency, quantity, unitPrice } = line
  const { price, share, before, carriedFrom, paid } = basis
  if (paid) return roundToMinor(nanosOf(paid.price), currency)
  if (carriedFrom !== undefined) return -(cuts.get(carriedFrom) ?? 0n)
  if (!price) return lineAmount(unitPrice * quantity, currency)
  const full = dueAmount(
    { price, share: share ? fractionOf(share) : whole },
    currency,
    decimalOf(basis.quantity),
  )
  return line.cause === 'credit' ? -full : full - nanosOf(before?.amount ?? '0')
}

function fractionOf({ numerator, denominator }: NonNullable<LineBasis['share']>) {
  return { numerator: BigInt(numerator), denominator: BigInt(denominator) }
}
