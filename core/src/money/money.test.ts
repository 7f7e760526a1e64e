import assert from 'node:assert/strict'
import { test } from 'node:test'
import fc from 'fast-check'
import { type Decimal, decimal } from './decimal.ts'
import {
  allocate,
  type Currency,
  ceilDiv,
  clamp,
  floorDiv,
  includedTax,
  isCurrency,
  minorDigits,
  moneyToText,
  nanosFromText,
  nanosPerMinor,
  nanosToText,
  percentDown,
  percentOf,
  product,
  roundDiv,
  roundToMinor,
} from './money.ts'

const amount = fc.bigInt({ min: -(10n ** 24n), max: 10n ** 24n })
const percent = fc.bigInt({ min: 0n, max: 100n * 10n ** 15n }).map((units) => units as Decimal)
const nonZero = fc.bigInt({ min: -(10n ** 12n), max: 10n ** 12n }).filter((value) => value !== 0n)

function currency(code: string): Currency {
  assert(isCurrency(code))
  return code
}

function dec(text: string): Decimal {
  const value = decimal(text)
  assert(value !== undefined)
  return value
}

function nanos(text: string): bigint {
  const value = nanosFromText(text)
  assert(value !== undefined)
  return value
}

test('an amount that is written and read again is the same amount', () => {
  fc.assert(
    fc.property(amount, fc.integer({ min: 0, max: 9 }), (value, digits) => {
      assert.equal(nanosFromText(nanosToText(value, digits)), value)
    }),
  )
})

test('amounts are written exactly, with at least the digits asked for', () => {
  assert.equal(nanosToText(150_000_000_000n), '150.00')
  assert.equal(nanosToText(96_791_325_000n), '96.791325')
  assert.equal(nanosToText(-1n), '-0.000000001')
  assert.equal(nanosToText(-500_000_000n), '-0.50')
  assert.equal(nanosToText(7_000_000_000n, 0), '7')
  assert.equal(nanosToText(7_000_000_000n, 3), '7.000')
  assert.equal(nanosToText(0n), '0.00')
})

test('an amount of money shows at least the digits of its currency', () => {
  const shown = (nanos: bigint, code: string) => moneyToText({ nanos, currency: currency(code) })
  assert.equal(shown(1_500_000_000n, 'USD'), '1.50')
  assert.equal(shown(150_000_000_000n, 'JPY'), '150')
  assert.equal(shown(1_500_000_000n, 'KWD'), '1.500')
  assert.equal(shown(1_234_500_000n, 'USD'), '1.2345')
})

test('an amount has at most nine digits behind the point and no other notation', () => {
  assert.equal(nanosFromText('0.123456789'), 123_456_789n)
  for (const text of ['0.1234567890', '1e2', '', '1 ', '$1', '1,5', '+1', 'Infinity']) {
    assert.equal(nanosFromText(text), undefined, text)
  }
})

test('currencies are the active codes of ISO 4217, in capitals', () => {
  for (const code of ['USD', 'EUR', 'JPY', 'KWD', 'CLF', 'ZWG']) assert.ok(isCurrency(code), code)
  for (const code of ['usd', 'DEM', 'XXX', 'XAU', '', 'US', 'USDX', 'constructor']) {
    assert.ok(!isCurrency(code), code)
  }
})

test('minor digits agree with the platform wherever both know the currency', () => {
  // Unicode lists what cash is used with; these currencies have coins nobody mints any more.
  const cashDiffers = new Set(
    'AFN ALL COP HUF IDR IQD IRR KPW LAK LBP MGA MMK PKR SOS SYP YER'.split(' '),
  )
  for (const code of Intl.supportedValuesOf('currency')) {
    if (!isCurrency(code) || cashDiffers.has(code)) continue
    const format = new Intl.NumberFormat('en', { style: 'currency', currency: code })
    assert.equal(minorDigits(code), format.resolvedOptions().maximumFractionDigits, code)
  }
})

const roundings = `
   5  2   3   2   3
  -5  2  -3  -3  -2
   5 -2  -3  -3  -2
  -5 -2   3   2   3
   4  3   1   1   2
  -4  3  -1  -2  -1
   6  3   2   2   2
  -6  3  -2  -2  -2
   0  7   0   0   0
   1  2   1   0   1
  -1  2  -1  -1   0
`

for (const line of roundings.trim().split('\n')) {
  const [numerator = 0n, denominator = 0n, rounded, floor, ceiling] = line
    .trim()
    .split(/\s+/)
    .map(BigInt)
  test(`${numerator} by ${denominator} is ${rounded}, down ${floor}, up ${ceiling}`, () => {
    assert.equal(roundDiv(numerator, denominator), rounded)
    assert.equal(floorDiv(numerator, denominator), floor)
    assert.equal(ceilDiv(numerator, denominator), ceiling)
  })
}

test('a rounded quotient is never further than half a unit from the exact one', () => {
  fc.assert(
    fc.property(amount, nonZero, (numerator, denominator) => {
      const error = roundDiv(numerator, denominator) * denominator - numerator
      const size = denominator < 0n ? -denominator : denominator
      assert.ok(2n * (error < 0n ? -error : error) <= size)
    }),
  )
})

test('rounding a debt mirrors rounding a claim', () => {
  fc.assert(
    fc.property(amount, nonZero, (numerator, denominator) => {
      assert.equal(roundDiv(-numerator, denominator), -roundDiv(numerator, denominator))
      assert.equal(floorDiv(-numerator, denominator), -ceilDiv(numerator, denominator))
    }),
  )
})

test('division by zero and crossed bounds are bugs, not results', () => {
  assert.throws(() => roundDiv(1n, 0n), /divide by zero/)
  assert.throws(() => floorDiv(1n, 0n), /divide by zero/)
  assert.throws(() => clamp(1n, 3n, 2n), /lower bound/)
})

test('an amount is rounded to what the currency can pay', () => {
  const half = nanos('10.005')
  assert.equal(nanosToText(roundToMinor(half, currency('USD'))), '10.01')
  assert.equal(nanosToText(roundToMinor(-half, currency('USD'))), '-10.01')
  assert.equal(nanosToText(roundToMinor(half, currency('JPY')), 0), '10')
  assert.equal(nanosToText(roundToMinor(half, currency('KWD')), 3), '10.005')
  assert.equal(nanosPerMinor(currency('CLF')), 100_000n)
})

test('a product is exact where nanos suffice and rounds half away from zero beyond', () => {
  assert.equal(nanosToText(product(dec('0.0000025'), dec('1155'))), '0.0028875')
  assert.equal(product(dec('0.0000000005'), dec('1')), 1n)
  assert.equal(product(dec('-0.0000000005'), dec('1')), -1n)
  assert.equal(product(dec('0.000000000499999'), dec('1')), 0n)
})

test('an included tax and the net amount beside it make up the gross amount again', () => {
  fc.assert(
    fc.property(fc.bigInt({ min: 0n, max: 10n ** 20n }), percent, (net, rate) => {
      const gross = net + percentOf(net, rate)
      const tax = includedTax(gross, rate)
      const error = gross - tax - net
      assert.ok(error >= -1n && error <= 1n)
    }),
  )
  assert.equal(nanosToText(includedTax(nanos('113.00'), dec('13'))), '13.00')
})

test('a fee is a percentage rounded towards zero, so it never exceeds its share', () => {
  assert.equal(percentDown(99n, dec('2')), 1n)
  assert.equal(percentOf(99n, dec('2')), 2n)
  assert.equal(nanosToText(percentDown(nanos('96.791325'), dec('2'))), '1.9358265')
  fc.assert(
    fc.property(amount, percent, (value, rate) => {
      assert.equal(percentDown(-value, rate), -percentDown(value, rate))
    }),
  )
})

test('an allocation conserves the total', () => {
  const weights = fc.array(fc.bigInt({ min: -(10n ** 9n), max: 10n ** 12n }), { minLength: 1 })
  fc.assert(
    fc.property(amount, weights, (total, shares) => {
      fc.pre(shares.reduce((left, right) => left + right, 0n) !== 0n)
      const parts = allocate(total, shares)
      assert.equal(parts.length, shares.length)
      assert.equal(
        parts.reduce((left, right) => left + right, 0n),
        total,
      )
    }),
  )
})

test('each part of an allocation is within one unit of its exact share', () => {
  const weights = fc.array(fc.bigInt({ min: 0n, max: 10n ** 12n }), { minLength: 1 })
  fc.assert(
    fc.property(amount, weights, (total, shares) => {
      const sum = shares.reduce((left, right) => left + right, 0n)
      fc.pre(sum > 0n)
      allocate(total, shares).forEach((part, position) => {
        const error = part * sum - total * (shares[position] ?? 0n)
        assert.ok(error > -sum && error < sum)
      })
    }),
  )
})

test('what cannot be shared evenly goes to the largest remainders, the earliest first', () => {
  assert.deepEqual(allocate(100n, [1n, 1n, 1n]), [34n, 33n, 33n])
  assert.deepEqual(allocate(-100n, [1n, 1n, 1n]), [-34n, -33n, -33n])
  assert.deepEqual(allocate(10n, [1n, 5n, 2n]), [1n, 6n, 3n])
  assert.deepEqual(allocate(7n, [0n, 3n]), [0n, 7n])
  assert.deepEqual(allocate(0n, [0n, 0n]), [0n, 0n])
  assert.throws(() => allocate(1n, [0n, 0n]), /cannot share/)
  assert.throws(() => allocate(1n, []), /cannot share/)
})
