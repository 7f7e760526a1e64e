import { type Decimal, decimalZero, formatDecimal } from '@tallystick/core/money/decimal.ts'
import { decimalOf } from '../platform/db/amounts.ts'
import { readPercent, showPercent } from '../platform/http/percent.ts'
import type { FieldError } from '../platform/problem.ts'

/** A customer's own rates, 13 for 13 %, by plan, metric or fee id, or `default`. */
export type CustomerTaxRates = Readonly<Record<string, Decimal>>

const keys = /^(default|(plan|bm|fee)_[a-zA-Z0-9]+)$/

/** Reads one rate for everything, or rates by what they are for; what is wrong with them is added to the errors. */
export function readTaxRates(
  rates: number | Readonly<Record<string, number>> | undefined,
  errors: FieldError[],
): CustomerTaxRates {
  const sent =
    typeof rates === 'number'
      ? ([['default', rates, 'taxRates']] as const)
      : Object.entries(rates ?? {}).map(([key, rate]) => [key, rate, `taxRates.${key}`] as const)
  const read = sent.map(([key, rate, field]) => {
    const percent = readPercent(rate)
    if (!keys.test(key)) errors.push({ field, message: keyWanted, code: 'invalid_value' })
    if (percent === undefined) errors.push({ field, message: tooFine, code: 'out_of_range' })
    return [key, percent ?? decimalZero] as const
  })
  return Object.fromEntries(read)
}

const keyWanted = 'must be for the id of a plan, a metric or a fee, or for default'
const tooFine = 'has more than 15 digits behind the point'

export function showTaxRates(rates: CustomerTaxRates): Record<string, number> {
  return Object.fromEntries(Object.entries(rates).map(([key, rate]) => [key, showPercent(rate)]))
}

/** As the column holds them: decimal text. */
export function storedTaxRates(rates: CustomerTaxRates): Record<string, string> {
  return Object.fromEntries(Object.entries(rates).map(([key, rate]) => [key, formatDecimal(rate)]))
}

export function openTaxRates(stored: unknown): CustomerTaxRates {
  const rates = Object.entries(stored as Record<string, string>)
  return Object.fromEntries(rates.map(([key, text]) => [key, decimalOf(text)]))
}
