import { assert } from '@tallystick/core/assert.ts'
import { type Decimal, decimal } from '@tallystick/core/money/decimal.ts'
import {
  type Currency,
  isCurrency,
  type Money,
  nanosFromText,
} from '@tallystick/core/money/money.ts'

/*
 * Figures as columns hold them. What the database has let in reads well; where it does not, something is broken, and
 * nobody is to go on as if it were zero.
 */

/** Nanos of an amount in major units. */
export function nanosOf(column: string): bigint {
  const nanos = nanosFromText(column)
  assert(nanos !== undefined, 'amounts are stored in whole nanos')
  return nanos
}

export function currencyOf(column: string): Currency {
  assert(isCurrency(column), 'currencies are stored by their code')
  return column
}

export function moneyOf(row: { readonly amount: string; readonly currency: string }): Money {
  return { nanos: nanosOf(row.amount), currency: currencyOf(row.currency) }
}

/** A percentage, a quantity or a unit price. */
export function decimalOf(column: string): Decimal {
  const number = decimal(column)
  assert(number !== undefined, 'numbers are stored as plain decimals')
  return number
}
