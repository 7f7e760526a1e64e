import { assert } from '@tallystick/core/assert.ts'
import {
  type Currency,
  isCurrency,
  type Money,
  nanosFromText,
} from '@tallystick/core/money/money.ts'

/** An amount as its columns hold it. */
export function moneyOf(row: { readonly amount: string; readonly currency: string }): Money {
  return { nanos: nanosOf(row.amount), currency: currencyOf(row.currency) }
}

export function nanosOf(text: string): bigint {
  const nanos = nanosFromText(text)
  assert(nanos !== undefined, 'amounts are stored in whole nanos')
  return nanos
}

export function currencyOf(text: string): Currency {
  assert(isCurrency(text), 'amounts are stored with their currency')
  return text
}
