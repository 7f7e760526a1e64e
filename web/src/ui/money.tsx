import type { ReactNode } from 'react'
import { currencyDigits, formatDecimal, parseDecimal } from '../format/decimal.ts'

type AmountProps = {
  readonly amount: string
  readonly currency: string
  /** Places that the column has: shorter fractions are padded with blanks, so the points line up. */
  readonly places?: number
}

/** An amount with its currency beside it, smaller. */
export function Amount({ amount, currency, places }: AmountProps): ReactNode {
  return (
    <span className="amount">
      <Figure value={amount} minFraction={currencyDigits(currency)} places={places} />
      <span className="currency">{`\u00a0${currency}`}</span>
    </span>
  )
}

type FigureProps = {
  readonly value: string
  readonly minFraction?: number
  readonly places?: number | undefined
}

/** A number in figures that line up. */
export function Figure({ value, minFraction = 0, places }: FigureProps): ReactNode {
  return (
    <span className="figure">
      {formatDecimal(value, { minFraction })}
      {places === undefined ? null : <Blanks value={value} from={minFraction} to={places} />}
    </span>
  )
}

function Blanks({ value, from, to }: { value: string; from: number; to: number }): ReactNode {
  const shown = Math.max(parseDecimal(value).fraction.length, from)
  // Where there is no fraction, the point itself leaves a gap too.
  const missing = to - shown + (shown === 0 && to > 0 ? 1 : 0)
  return missing > 0 ? <span aria-hidden="true">{'\u00a0'.repeat(missing)}</span> : null
}
