import { assert } from '@tallystick/core/assert.ts'
import { type Decimal, decimal, formatDecimal } from '@tallystick/core/money/decimal.ts'
import { readPercent, showPercent } from '../platform/http/percent.ts'
import { type FieldError, invalid } from '../platform/problem.ts'

/** A customer's own rates, 13 for 13 %, by plan, metric or fee id, or `default`. */
export type CustomerTaxRates = Readonly<Record<string, Decimal>>

const keys = /^(default|(plan|bm|fee)_[a-zA-Z0-9]+)$/

/** Reads one rate for everything, or rates by what they are for; a 400 that names each that is wrong. */
export function readTaxRates(
  rates: number | Readonly<Record<string, number>> | undefined,
): CustomerTaxRates {
  if (typeof rates === 'number') return { default: readRate(rates, 'taxRates') }
  const sent = Object.entries(rates ?? {})
  const unknown = sent.filter(([key]) => !keys.test(key))
  if (unknown.length > 0) throw invalid(...unknown.map(([key]) => unknownKey(key)))
  return Object.fromEntries(sent.map(([key, rate]) => [key, readRate(rate, `taxRates.${key}`)]))
}

function readRate(percent: number, field: string): Decimal {
  const rate = readPercent(percent)
  if (rate !== undefined) return rate
  const message = 'has more than 15 digits behind the point'
  throw invalid({ field, message, code: 'out_of_range' })
}

const unknownKey = (key: string): FieldError => ({
  field: `taxRates.${key}`,
  message: 'must be the id of a plan, a metric or a fee, or default',
  code: 'invalid_value',
})

export function showTaxRates(rates: CustomerTaxRates): Record<string, number> {
  return Object.fromEntries(Object.entries(rates).map(([key, rate]) => [key, showPercent(rate)]))
}

/** As the column holds them: decimal text. */
export function storedTaxRates(rates: CustomerTaxRates): Record<string, string> {
  return Object.fromEntries(Object.entries(rates).map(([key, rate]) => [key, formatDecimal(rate)]))
}

export function openTaxRates(stored: unknown): CustomerTaxRates {
  const rates = Object.entries(stored as Record<string, string>).map(([key, text]) => {
    const rate = decimal(text)
    assert(rate !== undefined, 'a stored tax rate is not a decimal')
    return [key, rate] as const
  })
  return Object.fromEntries(rates)
}
