import assert from 'node:assert/strict'
import { test } from 'node:test'
import fc from 'fast-check'
import {
  addDecimals,
  compareDecimals,
  type Decimal,
  decimal,
  decimalFromInteger,
  formatDecimal,
  subtractDecimals,
} from './decimal.ts'

const anyDecimal = fc
  .bigInt({ min: -(10n ** 39n) + 1n, max: 10n ** 39n - 1n })
  .map((units) => units as Decimal)

test('a decimal that is written and read again is the same number', () => {
  fc.assert(
    fc.property(anyDecimal, (value) => {
      assert.equal(decimal(formatDecimal(value)), value)
    }),
  )
})

const readings = `
  0                                          0
  -0                                         0
  1                                          1
  007                                        7
  12.50                                      12.5
  -0.000000000000001                         -0.000000000000001
  0.0000025                                  0.0000025
  999999999999999999999999.999999999999999   999999999999999999999999.999999999999999
  1000000000000000000000000                  refused
  0.0000000000000001                         refused
  1e3                                        refused
  +1                                         refused
  .5                                         refused
  5.                                         refused
  1,000                                      refused
  0x10                                       refused
  NaN                                        refused
  --1                                        refused
`

for (const line of readings.trim().split('\n')) {
  const [text = '', expected = ''] = line.trim().split(/\s+/)
  test(`the text ${text} as a decimal is ${expected}`, () => {
    const value = decimal(text)
    assert.equal(value === undefined ? 'refused' : formatDecimal(value), expected)
  })
}

test('text with blanks or line ends around it is not a decimal', () => {
  for (const text of ['', ' ', ' 1', '1 ', '1\n', '-']) assert.equal(decimal(text), undefined)
})

test('sums are exact and come back apart', () => {
  fc.assert(
    fc.property(anyDecimal, anyDecimal, (left, right) => {
      const sum = addDecimals(left, right)
      assert.equal(subtractDecimals(sum, right), left)
      assert.equal(addDecimals(right, left), sum)
    }),
  )
  const tenth = decimal('0.1')
  const fifth = decimal('0.2')
  assert(tenth !== undefined && fifth !== undefined)
  assert.equal(formatDecimal(addDecimals(tenth, fifth)), '0.3')
})

test('decimals are ordered as numbers are', () => {
  fc.assert(
    fc.property(fc.bigInt(), fc.bigInt(), (left, right) => {
      const order = compareDecimals(decimalFromInteger(left), decimalFromInteger(right))
      assert.equal(order < 0, left < right)
      assert.equal(order > 0, left > right)
    }),
  )
})
