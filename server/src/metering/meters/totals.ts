import { assert } from '@tallystick/core/assert.ts'
import { type Aggregation, aggregations } from '@tallystick/core/metering/reading.ts'
import { type Decimal, decimalOne } from '@tallystick/core/money/decimal.ts'

/** A sum that the database made of decimals: exact, and with more digits in front of the point than any of them. */
export function sumOf(column: string): Decimal {
  const match = /^(-?)(\d+)(?:\.(\d{1,15}))?$/.exec(column)
  assert(match, 'sums of decimals are plain decimals')
  const [, sign, whole = '', fraction = ''] = match
  const size = BigInt(whole) * decimalOne + BigInt(fraction.padEnd(15, '0'))
  return (sign === '-' ? -size : size) as Decimal
}

export function aggregationOf(column: string): Aggregation {
  const known = aggregations.find((aggregation) => aggregation === column)
  assert(known, 'aggregations are stored by their names')
  return known
}
