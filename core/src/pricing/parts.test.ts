import assert from 'node:assert/strict'
import { test } from 'node:test'
import fc from 'fast-check'
import { type Decimal, decimal, formatDecimal } from '../money/decimal.ts'
import { exactText, partsOf } from './parts.ts'
import { exactAmount, type Pricing } from './pricing.ts'

function dec(text: string): Decimal {
  const value = decimal(text)
  assert(value !== undefined)
  return value
}

const figure = fc.bigInt({ min: 0n, max: 10n ** 17n }).map((units) => units as Decimal)
const quantity = fc.bigInt({ min: 0n, max: 10n ** 19n }).map((units) => units as Decimal)
const tiers = fc
  .array(
    fc.record({
      width: fc.bigInt({ min: 1n, max: 10n ** 18n }),
      unitPrice: figure,
      flatFee: figure,
    }),
    {
      minLength: 1,
      maxLength: 5,
    },
  )
  .map((drawn) => {
    let end = 0n
    return drawn.map(({ width, ...tier }, at) => {
      end += width
      return { ...tier, upTo: at === drawn.length - 1 ? undefined : (end as Decimal) }
    })
  })
const pricing: fc.Arbitrary<Pricing> = fc.oneof(
  fc.record({ model: fc.constant('standard' as const), unitPrice: figure }),
  fc.record({ model: fc.constantFrom('graduated' as const, 'tiered_volume' as const), tiers }),
  fc.record({
    model: fc.constant('package' as const),
    size: fc.bigInt({ min: 1n, max: 10n ** 18n }).map((units) => units as Decimal),
    price: figure,
    freeUnits: figure,
  }),
  fc
    .record({ percentage: figure, minCharge: figure, more: figure })
    .map(({ percentage, minCharge, more }) => ({
      model: 'percentage' as const,
      percentage,
      minCharge,
      maxCharge: (minCharge + more) as Decimal,
    })),
  fc
    .record({ first: figure, gradient: figure, min: figure, more: figure })
    .map(({ first, gradient, min, more }) => ({
      model: 'volume' as const,
      default: first,
      gradient,
      min,
      max: (min + more) as Decimal,
    })),
)

test('the parts of a price add up to what is billed', () => {
  fc.assert(
    fc.property(pricing, quantity, (price, amount) => {
      const sum = partsOf(price, amount).reduce((total, { exact }) => total + exact, 0n)
      assert.equal(sum, exactAmount(price, amount))
    }),
  )
})

test('a part costs its quantity at its price, where it has one', () => {
  fc.assert(
    fc.property(pricing, quantity, (price, amount) => {
      for (const part of partsOf(price, amount)) {
        if (part.unitPrice === undefined) continue
        assert.equal(part.exact, part.unitPrice * part.quantity)
      }
    }),
  )
})

const shown = (price: Pricing, amount: string) =>
  partsOf(price, dec(amount)).map(({ kind, tier, quantity, unitPrice, exact }) =>
    [
      tier === undefined ? kind : `${kind} ${tier}`,
      `${formatDecimal(quantity)} × ${unitPrice === undefined ? '?' : formatDecimal(unitPrice)}`,
      exactText(exact),
    ].join(' '),
  )

const twoTiers = [
  { upTo: dec('1000'), unitPrice: dec('0.10'), flatFee: dec('0') },
  { upTo: undefined, unitPrice: dec('0.05'), flatFee: dec('5') },
]

test('a graduated price shows each tier that was reached, with its fee', () => {
  assert.deepEqual(shown({ model: 'graduated', tiers: twoTiers }, '1500'), [
    'units 1 1000 × 0.1 100',
    'units 2 500 × 0.05 25',
    'flat_fee 2 1 × 5 5',
  ])
})

test('a price by the tier of the whole quantity shows that tier alone', () => {
  assert.deepEqual(shown({ model: 'tiered_volume', tiers: twoTiers }, '1500'), [
    'units 2 1500 × 0.05 75',
    'flat_fee 2 1 × 5 5',
  ])
})

test('packages show what is free and how many were begun', () => {
  const price = {
    model: 'package',
    size: dec('100'),
    price: dec('2.5'),
    freeUnits: dec('50'),
  } as const
  assert.deepEqual(shown(price, '251'), ['free_units 50 × 0 0', 'package 3 × 2.5 7.5'])
  assert.deepEqual(shown(price, '20'), ['free_units 20 × 0 0', 'package 0 × 2.5 0'])
})

test('a percentage shows what its bounds add or take', () => {
  const price = {
    model: 'percentage',
    percentage: dec('0.029'),
    minCharge: dec('0.30'),
    maxCharge: dec('100'),
  } as const
  assert.deepEqual(shown(price, '10'), ['units 10 × 0.029 0.29', 'minimum 1 × ? 0.01'])
  assert.deepEqual(shown(price, '10000'), ['units 10000 × 0.029 290', 'maximum 1 × ? -190'])
  assert.deepEqual(shown(price, '1000'), ['units 1000 × 0.029 29'])
})
