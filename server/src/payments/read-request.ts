import {
  type Currency,
  isCurrency,
  minorDigits,
  nanosFromText,
  nanosPerUnit,
  roundToMinor,
} from '@tallystick/core/money/money.ts'
import { readExpiry } from '../platform/http/expiry.ts'
import { invalid } from '../platform/problem.ts'

const lowest = nanosPerUnit
const highest = 5000n * nanosPerUnit

/** Nanos of an amount that somebody is to pay on a page: 1.00 to 5000.00, in whole minor units. */
export function readPayable(text: string, currency: Currency): bigint {
  const nanos = nanosFromText(text)
  if (nanos === undefined || nanos < lowest || nanos > highest) {
    throw invalid({ field: 'amount', message: 'must lie in 1.00 to 5000.00', code: 'out_of_range' })
  }
  return readWhole(nanos, currency)
}

/** Nanos of an amount that a provider can move. */
export function readWhole(nanos: bigint, currency: Currency): bigint {
  if (roundToMinor(nanos, currency) === nanos) return nanos
  const message = `must have at most ${minorDigits(currency)} decimals in ${currency}`
  throw invalid({ field: 'amount', message, code: 'out_of_range' })
}

export function readCurrency(text: string): Currency {
  if (isCurrency(text)) return text
  throw invalid({
    field: 'currency',
    message: 'must be a currency of ISO 4217',
    code: 'invalid_value',
  })
}

/** When a page that was asked for now ends. */
export function readPageExpiry(now: Temporal.Instant, expiresIn = 'P30D'): Temporal.Instant {
  return readExpiry(now, expiresIn, 31)
}
