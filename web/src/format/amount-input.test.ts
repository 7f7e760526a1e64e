import assert from 'node:assert/strict'
import { test } from 'node:test'
import fc from 'fast-check'
import { readAmount } from './amount-input.ts'
import { formatDecimal } from './decimal.ts'

test('an amount is read as it is typed, with either separator', () => {
  for (const [typed, read] of [
    ['50', '50'],
    ['50.5', '50.5'],
    ['50,50', '50.50'],
    ['1,250.50', '1250.50'],
    ['1.250,50', '1250.50'],
    ['1 250,50', '1250.50'],
    ['1’250.50', '1250.50'],
    ['1,000', '1000'],
    ['007', '7'],
  ] as const) {
    assert.equal(readAmount(typed, 2, 'en'), read, typed)
  }
})

test('what is no amount is not guessed at', () => {
  for (const typed of [
    '',
    'fifty',
    '-5',
    '5.',
    '1.2.3',
    '1,2,3',
    '.5',
    '1.250.5,0.1',
    '1e3',
    '5.555',
  ]) {
    assert.equal(readAmount(typed, 2, 'en'), undefined, typed)
  }
})

test('a point that could group or divide is read as the locale writes it', () => {
  assert.equal(readAmount('1.250', 2, 'de'), '1250')
  assert.equal(readAmount('1.250', 2, 'en'), undefined)
  assert.equal(readAmount('1,250', 2, 'de'), undefined)
})

test('a currency without cents takes whole amounts', () => {
  assert.equal(readAmount('5000', 0, 'en'), '5000')
  assert.equal(readAmount('5,000', 0, 'en'), '5000')
  assert.equal(readAmount('50.5', 0, 'en'), undefined)
})

test('an amount that is written in a locale is read back in it', () => {
  const locales = fc.constantFrom('en', 'de', 'fr', 'de-CH', 'en-IN')
  const cents = fc.bigInt({ min: 0n, max: 99_999_999n })
  fc.assert(
    fc.property(locales, cents, (locale, minor) => {
      const amount = `${minor / 100n}.${String(minor % 100n).padStart(2, '0')}`
      const typed = formatDecimal(amount, { locale, minFraction: 2 })
      assert.equal(readAmount(typed, 2, locale), amount)
    }),
  )
})
