import assert from 'node:assert/strict'
import { test } from 'node:test'
import fc from 'fast-check'
import { type Decimal, decimal, decimalOne } from '../money/decimal.ts'
import { type Currency, nanosToText } from '../money/money.ts'
import { exactAmount, lineAmount, type Pricing } from './pricing.ts'
import { type PricingText, parsePricing, pricingText } from './pricing-text.ts'
import { tierShares } from './tiers.ts'

const number = (text: string): Decimal => decimal(text) ?? assert.fail(text)
const usd = 'USD' as Currency

function given(text: PricingText) {
  const pricing = parsePricing(text)
  return 'problems' in pricing ? assert.fail(JSON.stringify(pricing.problems)) : pricing
}

const costs = (pricing: Pricing, quantity: string, currency = usd) =>
  nanosToText(lineAmount(exactAmount(pricing, number(quantity)), currency))

const tiers = [
  { upTo: '10', unitPrice: '5', flatFee: '3' },
  { upTo: '20', unitPrice: '4' },
  { unitPrice: '1', flatFee: '7' },
]

test('a line is rounded once, to the cent and half away from zero', () => {
  const table = [
    ['22361870', '0.0000025', '55.90'],
    ['4088665', '0.00001', '40.89'],
    ['1', '0.005', '0.01'],
    ['1', '-0.005', '-0.01'],
    ['1', '0.00499999999', '0.00'],
  ] as const
  for (const [quantity, unitPrice, cost] of table) {
    assert.equal(costs({ model: 'standard', unitPrice: number(unitPrice) }, quantity), cost)
  }
  const price: Pricing = { model: 'standard', unitPrice: number('0.5') }
  assert.equal(costs(price, '1', 'JPY' as Currency), '1.00')
  assert.equal(costs({ ...price, unitPrice: number('0.0005') }, '1', 'KWD' as Currency), '0.001')
})

test('graduated: each unit costs what its tier says, and a tier’s flat fee is due once it is reached', () => {
  const pricing = given({ model: 'graduated', tiers })
  const table = [
    ['0', '3.00'],
    ['10', '53.00'],
    ['10.5', '55.00'],
    ['20', '93.00'],
    ['21', '101.00'],
    ['30', '110.00'],
  ] as const
  for (const [quantity, cost] of table) assert.equal(costs(pricing, quantity), cost, quantity)
})

test('tiered by volume: all units cost what the tier of the whole says', () => {
  const pricing = given({ model: 'tiered_volume', tiers })
  const table = [
    ['0', '3.00'],
    ['10', '53.00'],
    ['11', '44.00'],
    ['20', '80.00'],
    ['21', '28.00'],
  ] as const
  for (const [quantity, cost] of table) assert.equal(costs(pricing, quantity), cost, quantity)
})

test('package: what is begun counts whole, after the free units', () => {
  const pricing = given({ model: 'package', size: '100', price: '2.50', freeUnits: '50' })
  const table = [
    ['0', '0.00'],
    ['50', '0.00'],
    ['50.001', '2.50'],
    ['150', '2.50'],
    ['151', '5.00'],
  ] as const
  for (const [quantity, cost] of table) assert.equal(costs(pricing, quantity), cost, quantity)
})

test('a percentage is clamped once on the whole, and nothing is due for nothing', () => {
  const pricing: Pricing = {
    model: 'percentage',
    percentage: number('0.029'),
    minCharge: number('0.30'),
    maxCharge: number('100'),
  }
  const table = [
    ['0', '0.00'],
    ['10', '0.30'],
    ['1000', '29.00'],
    ['10000', '100.00'],
  ] as const
  for (const [quantity, cost] of table) assert.equal(costs(pricing, quantity), cost, quantity)
})

const quantities = fc.bigInt({ min: 0n, max: 100_000n * decimalOne }).map((n) => n as Decimal)
const prices = fc.bigInt({ min: 0n, max: 1_000n * decimalOne }).map((n) => n as Decimal)
const flatFees = fc.oneof(fc.constant(0n as Decimal), prices)

const tierLists = (fees: fc.Arbitrary<Decimal>) =>
  fc
    .record({
      ends: fc.uniqueArray(fc.bigInt({ min: 1n, max: 100_000n * decimalOne }), { maxLength: 5 }),
      last: fc.tuple(prices, fees),
      each: fc.array(fc.tuple(prices, fees), { minLength: 5, maxLength: 5 }),
    })
    .map(({ ends, last, each }) => {
      const sorted = ends.toSorted((left, right) => (left < right ? -1 : 1))
      const bounded = sorted.map((upTo, at) => {
        const [unitPrice, flatFee] = each[at] ?? last
        return { upTo: upTo as Decimal, unitPrice, flatFee }
      })
      const [unitPrice, flatFee] = last
      return [...bounded, { upTo: undefined, unitPrice, flatFee }]
    })

test('no price but that of tiers by volume falls when more is used', () => {
  const monotone: fc.Arbitrary<Pricing> = fc.oneof(
    tierLists(flatFees).map((list) => ({ model: 'graduated' as const, tiers: list })),
    prices.map((unitPrice) => ({ model: 'standard' as const, unitPrice })),
    fc.record({
      model: fc.constant('package' as const),
      size: quantities.filter((size) => size > 0n),
      price: prices,
      freeUnits: quantities,
    }),
  )
  fc.assert(
    fc.property(monotone, quantities, quantities, (pricing, left, right) => {
      const [less, more] = left < right ? [left, right] : [right, left]
      assert.ok(exactAmount(pricing, less) <= exactAmount(pricing, more))
    }),
  )
})

test('graduated prices without flat fees never jump: a step of one unit costs the dearest price at most', () => {
  const none = fc.constant(0n as Decimal)
  fc.assert(
    fc.property(
      tierLists(none),
      quantities,
      fc.bigInt({ min: 0n, max: decimalOne }),
      (list, at, by) => {
        const pricing: Pricing = { model: 'graduated', tiers: list }
        const step = exactAmount(pricing, (at + by) as Decimal) - exactAmount(pricing, at)
        const dearest = list.reduce(
          (most, { unitPrice }) => (unitPrice > most ? unitPrice : most),
          0n,
        )
        assert.ok(step >= 0n && step <= dearest * by)
      },
    ),
  )
})

test('one graduated tier without a flat fee is the standard price', () => {
  fc.assert(
    fc.property(prices, quantities, (unitPrice, quantity) => {
      const one: Pricing = {
        model: 'graduated',
        tiers: [{ upTo: undefined, unitPrice, flatFee: 0n as Decimal }],
      }
      assert.equal(
        exactAmount(one, quantity),
        exactAmount({ model: 'standard', unitPrice }, quantity),
      )
    }),
  )
})

test('the shares of graduated tiers add up to the quantity', () => {
  fc.assert(
    fc.property(tierLists(flatFees), quantities, (list, quantity) => {
      const shares = tierShares({ model: 'graduated', tiers: list }, quantity)
      assert.equal(
        shares.reduce((sum, share) => sum + share.quantity, 0n),
        quantity,
      )
    }),
  )
})

test('a price reads back from its text as it was', () => {
  const texts: readonly PricingText[] = [
    { model: 'graduated', tiers },
    { model: 'tiered_volume', tiers },
    { model: 'package', size: '100', price: '2.5' },
  ]
  for (const text of texts) assert.deepEqual(given(pricingText(given(text))), given(text))
})

test('what is wrong with a price is named field by field', () => {
  const fields = (text: PricingText) => {
    const read = parsePricing(text)
    return 'problems' in read ? read.problems.map(({ field }) => field) : []
  }
  const unit = { unitPrice: '1' }
  const graduated = (
    list: Extract<PricingText, { model: 'graduated' | 'tiered_volume' }>['tiers'],
  ) => fields({ model: 'graduated', tiers: list })
  assert.deepEqual(graduated([]), ['pricing.tiers'])
  assert.deepEqual(graduated([{ upTo: '1', ...unit }]), ['pricing.tiers.0.upTo'])
  assert.deepEqual(graduated([unit, unit]), ['pricing.tiers.0.upTo'])
  assert.deepEqual(graduated([{ upTo: '2', ...unit }, { upTo: '2', ...unit }, unit]), [
    'pricing.tiers.1.upTo',
  ])
  assert.deepEqual(graduated([{ upTo: '1', unitPrice: '-1' }, { unitPrice: 'x' }]), [
    'pricing.tiers.0.unitPrice',
    'pricing.tiers.1.unitPrice',
  ])
  assert.deepEqual(fields({ model: 'package', size: '0', price: '1' }), ['pricing.size'])
})
