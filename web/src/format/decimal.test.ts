import assert from 'node:assert/strict'
import { test } from 'node:test'
import fc from 'fast-check'
import {
  currencyDigits,
  formatDecimal,
  formatMoney,
  formatPercent,
  longestFraction,
  parseDecimal,
} from './decimal.ts'

const en = { locale: 'en-US' }

test('an amount is grouped and keeps every digit it came with', () => {
  assert.equal(formatDecimal('1234567.123456789', en), '1,234,567.123456789')
  assert.equal(formatDecimal('0.0000025', en), '0.0000025')
  assert.equal(formatDecimal('9007199254740993.01', en), '9,007,199,254,740,993.01')
})

test('a minus is a real minus sign, and zero has none', () => {
  assert.equal(formatDecimal('-12.5', en), '\u221212.5')
  assert.equal(formatDecimal('-0.00', en), '0')
})

test('trailing zeros go, except those that the currency is written with', () => {
  assert.equal(formatMoney('150.000000000', 'USD', 'en-US'), '150.00\u00a0USD')
  assert.equal(formatMoney('150.125', 'USD', 'en-US'), '150.125\u00a0USD')
  assert.equal(formatMoney('150', 'JPY', 'en-US'), '150\u00a0JPY')
})

test('the separators are the reader’s', () => {
  assert.equal(formatDecimal('1234567.5', { locale: 'de-DE' }), '1.234.567,5')
  assert.equal(formatDecimal('1234567.5', { locale: 'hi-IN' }), '12,34,567.5')
})

test('a code that is no currency is written with two digits', () => {
  assert.equal(currencyDigits('USD'), 2)
  assert.equal(currencyDigits('credits'), 2)
})

test('a fraction reads as a percentage without arithmetic on floats', () => {
  assert.equal(formatPercent('0.029', 'en-US'), '2.9\u00a0%')
  assert.equal(formatPercent('1.1', 'en-US'), '110\u00a0%')
  assert.equal(formatPercent('0', 'en-US'), '0\u00a0%')
})

test('the longest fraction decides how many places a column has', () => {
  assert.equal(longestFraction(['1.5', '2.1250', '3']), 3)
  assert.equal(longestFraction(['1', '2'], 2), 2)
})

test('what is not a decimal number is refused', () => {
  for (const text of ['', '1e5', 'NaN', '1,5', '.5', '--1']) {
    assert.throws(() => parseDecimal(text), RangeError)
  }
})

test('a formatted number read back without its groups is the number that was formatted', () => {
  fc.assert(
    fc.property(fc.bigInt({ min: -(10n ** 29n), max: 10n ** 29n }), fc.nat(9), (size, places) => {
      const digits = (size < 0n ? -size : size).toString().padStart(places + 1, '0')
      const cut = digits.length - places
      const text = `${size < 0n ? '-' : ''}${digits.slice(0, cut)}${places ? '.' : ''}${digits.slice(cut)}`
      const back = formatDecimal(text, en).replaceAll(',', '').replace('\u2212', '-')
      assert.deepEqual(parseDecimal(back), parseDecimal(text))
    }),
  )
})
