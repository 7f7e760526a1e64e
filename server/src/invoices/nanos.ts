import { assert } from '@tallystick/core/assert.ts'
import { nanosFromText } from '@tallystick/core/money/money.ts'

/** Nanos of an amount as its column shows it. */
export function nanosOf(column: string): bigint {
  const nanos = nanosFromText(column)
  assert(nanos !== undefined, 'an amount column holds a plain decimal')
  return nanos
}
