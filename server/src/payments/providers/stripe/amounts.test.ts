import assert from 'node:assert/strict'
import { test } from 'node:test'
import {
  type Currency,
  isCurrency,
  type Money,
  nanosFromText,
} from '@tallystick/core/money/money.ts'
import fc from 'fast-check'
import { fromStripe, toStripe } from './amounts.ts'

const currencies = 'USD EUR JPY KRW CLP VND MGA KWD BHD JOD OMR TND ISK UGX HUF XOF'.split(' ')

test('what Stripe is told is what was meant, in every currency, or nothing at all', () => {
  fc.assert(
    fc.property(
      fc.constantFrom(...currencies),
      fc.bigInt({ min: 0n, max: 10n ** 15n }),
      fc.constantFrom(1n, 10n ** 6n, 10n ** 7n, 10n ** 9n),
      (currency, count, step) => {
        assert.ok(isCurrency(currency))
        const money: Money = { nanos: count * step, currency }
        const amount = toStripe(money)
        if (amount === undefined) return
        assert.deepEqual(fromStripe(amount, currency.toLowerCase()), money)
      },
    ),
  )
})

const amounts: readonly (readonly [text: string, currency: string, amount: number | undefined])[] =
  [
    ['10.99', 'USD', 1099],
    ['10.995', 'USD', undefined],
    ['500', 'JPY', 500],
    ['500.5', 'JPY', undefined],
    // Decimals on paper, none at Stripe.
    ['500', 'MGA', 500],
    ['1.230', 'KWD', 1230],
    ['1.234', 'KWD', undefined],
    // No decimals on paper, two at Stripe, and both are zero.
    ['500', 'UGX', 50_000],
    ['500', 'ISK', 50_000],
    ['0', 'USD', 0],
  ]
for (const [text, currency, amount] of amounts) {
  test(`${text} ${currency} is ${amount ?? 'not to be paid'} at Stripe`, () => {
    const nanos = nanosFromText(text)
    assert.ok(nanos !== undefined)
    assert.equal(toStripe({ nanos, currency: currency as Currency }), amount)
  })
}

test('what is no currency is no amount', () => {
  assert.equal(fromStripe(100, 'zzz'), undefined)
})
