import assert from 'node:assert/strict'
import { test } from 'node:test'
import fc from 'fast-check'
import { type Decimal, decimal, decimalFromInteger, decimalZero } from '../money/decimal.ts'
import { nanosToText } from '../money/money.ts'
import { type PriceModel, type PriceSpec, parsePriceProperties, priceQuantity } from './price.ts'
import { type VolumePrice, volumeCost } from './volume.ts'

const one = 10n ** 15n

const price = fc.bigInt({ min: 0n, max: 100n * one }).map((units) => units as Decimal)
const gradient = fc.bigInt({ min: -10n * one, max: 10n * one }).map((units) => units as Decimal)
const quantity = fc
  .oneof(
    fc.bigInt({ min: 0n, max: 60n }).map((units) => units * one),
    fc.bigInt({ min: 0n, max: 60n * one }),
    fc.bigInt({ min: 0n, max: 10n ** 15n * one }),
  )
  .map((units) => units as Decimal)
const smallQuantity = fc.bigInt({ min: 0n, max: 40n * one }).map((units) => units as Decimal)
const range = fc
  .tuple(price, price)
  .map(([left, right]) => (left <= right ? { min: left, max: right } : { min: right, max: left }))
const volumePrice = fc
  .record({ default: price, gradient, range })
  .map(({ range: { min, max }, ...line }): VolumePrice => ({ model: 'volume', ...line, min, max }))

function dec(text: string): Decimal {
  const value = decimal(text)
  assert(value !== undefined)
  return value
}

function sum(left: Decimal, right: Decimal): Decimal {
  return (left + right) as Decimal
}

/** The definition, word for word: unit by unit, each piece at the price of the unit that it belongs to. */
function unitByUnit(spec: VolumePrice, before: bigint, amount: bigint): bigint {
  let cost = 0n
  let position = before
  const end = before + amount
  while (position < end) {
    const unit = position / one
    const wanted = spec.default + spec.gradient * unit
    const unitPrice = median(spec.min, wanted, spec.max)
    const next = median(position, (unit + 1n) * one, end)
    cost += unitPrice * (next - position)
    position = next
  }
  return cost
}

/** The middle one of three, which is the second where it lies between the others. */
function median(...values: [bigint, bigint, bigint]): bigint {
  const [, middle = 0n] = values.toSorted((left, right) => (left < right ? -1 : 1))
  return middle
}

test('a volume costs what its definition says, unit by unit', () => {
  fc.assert(
    fc.property(volumePrice, smallQuantity, smallQuantity, (spec, before, amount) => {
      assert.equal(volumeCost(spec, before, amount), unitByUnit(spec, before, amount))
    }),
    { numRuns: 500 },
  )
})

test('splitting a volume changes nothing of what it costs', () => {
  const parts = fc.array(quantity, { minLength: 1, maxLength: 8 })
  fc.assert(
    fc.property(volumePrice, quantity, parts, (spec, before, amounts) => {
      let [consumed, cost] = [before, 0n]
      for (const amount of amounts) {
        cost += volumeCost(spec, consumed, amount)
        consumed = sum(consumed, amount)
      }
      const whole = amounts.reduce(sum, decimalZero)
      assert.equal(cost, volumeCost(spec, before, whole))
    }),
  )
})

test('the order in which a volume is consumed does not change what it costs', () => {
  fc.assert(
    fc.property(volumePrice, quantity, quantity, (spec, first, second) => {
      const forth = volumeCost(spec, decimalZero, first) + volumeCost(spec, first, second)
      const back = volumeCost(spec, decimalZero, second) + volumeCost(spec, second, first)
      assert.equal(forth, back)
    }),
  )
})

test('no unit of a volume costs less than the minimum or more than the maximum', () => {
  fc.assert(
    fc.property(volumePrice, quantity, quantity, (spec, before, amount) => {
      const cost = volumeCost(spec, before, amount)
      assert.ok(cost >= spec.min * amount && cost <= spec.max * amount)
    }),
  )
})

test('a quadrillion units are priced without counting them', () => {
  const spec = parsed('volume', {
    default: '0.01',
    parameters: { function: 'linear', gradient: '-0.000001', min: '0.001', max: '0.01' },
  })
  const priced = priceQuantity(spec, {
    quantity: decimalFromInteger(10n ** 15n),
    consumedBefore: decimalZero,
  })
  // All cost 0.001, but for the first 9,000: they cost 40.5045 more together.
  assert.deepEqual(priced, { nanos: 1_000_000_000_040_504_500_000n })
})

test('nothing can be consumed before the first unit of a period', () => {
  const spec: VolumePrice = {
    model: 'volume',
    default: dec('1'),
    gradient: dec('1'),
    min: dec('0'),
    max: dec('9'),
  }
  assert.throws(() => volumeCost(spec, dec('-1'), dec('2')), /less than nothing/)
  assert.throws(() => volumeCost(spec, dec('1'), dec('-2')), /given back/)
})

const volumeTable = `
  default  gradient  min  max  before  quantity  cost
  1        0.1       0    2    0       1         1.00
  1        0.1       0    2    0       10        14.50
  1        0.1       0    2    10      5         10.00
  1        0.1       0    2    9       2         3.90
  1        -0.1      0.5  2    0       10        6.50
  1        -0.1      0.5  2    4.5     1         0.55
  1        0         0    2    3       2.5       2.50
  3        0         0    2    3       2.5       5.00
  5        -1        2    4    0       4         13.00
  0        1         2    4    0       6         17.00
  1        1         1    1    7       3         3.00
  1        0.1       0    2    0.5     1         1.05
`

for (const line of volumeTable.trim().split('\n').slice(1)) {
  const [first = '', slope = '', min = '', max = '', before = '', amount = '', cost] = line
    .trim()
    .split(/\s+/)
  test(`${first} moving by ${slope} within ${min} and ${max}: ${amount} after ${before} cost ${cost}`, () => {
    const spec = parsed('volume', {
      default: first,
      parameters: { function: 'linear', gradient: slope, min, max },
    })
    assert.equal(priceText(spec, amount, { before }), cost)
  })
}

const percentageTable = `
  percentage  min   max  quantity  cost
  0.029       0.30  100  10        0.30
  0.029       0.30  100  1000      29.00
  0.029       0.30  100  10000     100.00
  0.029       0.30  100  0         0.00
  1.1         0     500  20        22.00
  0           0.05  1    20        0.05
  10          0     900  50        500.00
  0.0001      0     9    0.00001   0.000000001
`

for (const line of percentageTable.trim().split('\n').slice(1)) {
  const [percentage = '', minCharge = '', maxCharge = '', amount = '', cost] = line
    .trim()
    .split(/\s+/)
  test(`${percentage} of ${amount}, from ${minCharge} to ${maxCharge}, is ${cost}`, () => {
    const spec = parsed('percentage', { percentage, minCharge, maxCharge })
    assert.equal(priceText(spec, amount), cost)
  })
}

test('a percentage price is the share, kept within its charges', () => {
  fc.assert(
    fc.property(price, range, smallQuantity, (percentage, { min, max }, amount) => {
      const spec: PriceSpec = { model: 'percentage', percentage, minCharge: min, maxCharge: max }
      const priced = priceQuantity(spec, { quantity: amount, consumedBefore: decimalZero })
      assert('nanos' in priced)
      // Both sides in units of 10^-30; the result may be off by half a nano.
      const share = percentage * amount
      const expected = amount === 0n ? 0n : median(min * one, share, max * one)
      const error = priced.nanos * 10n ** 21n - expected
      assert.ok(2n * (error < 0n ? -error : error) <= 10n ** 21n)
    }),
  )
})

test('a standard price is the unit price times the quantity, and a rebate is negative', () => {
  assert.equal(priceText(parsed('standard', { unitPrice: '0.0000025' }), '1155'), '0.0028875')
  assert.equal(priceText(parsed('standard', { unitPrice: '-0.5' }), '3'), '-1.50')
})

test('a dynamic price is the one on the event, within its bounds, and never made up', () => {
  const spec = parsed('dynamic', { minPrice: '0.10', maxPrice: '2' })
  const usage = { quantity: dec('3'), consumedBefore: decimalZero }
  const verdict = (text: string) => priceQuantity(spec, { ...usage, suppliedPrice: dec(text) })
  assert.deepEqual(priceQuantity(spec, usage), { refused: 'PRICE_REQUIRED' })
  assert.deepEqual(verdict('0.099999999'), { refused: 'PRICE_OUT_OF_RANGE' })
  assert.deepEqual(verdict('2.000000001'), { refused: 'PRICE_OUT_OF_RANGE' })
  assert.deepEqual(verdict('0.1'), { nanos: 300_000_000n })
  assert.deepEqual(verdict('2'), { nanos: 6_000_000_000n })
})

const refusedProperties: readonly [PriceModel, unknown, readonly string[]][] = [
  ['standard', {}, ['unitPrice']],
  ['standard', undefined, ['unitPrice']],
  ['standard', null, ['unitPrice']],
  ['standard', 'unitPrice', ['unitPrice']],
  ['standard', { unitPrice: 1 }, ['unitPrice']],
  ['standard', { unitPrice: '1e3' }, ['unitPrice']],
  ['standard', { unitPrice: '' }, ['unitPrice']],
  ['dynamic', { minPrice: '2', maxPrice: '1' }, ['maxPrice']],
  ['dynamic', { minPrice: '-1', maxPrice: '1' }, ['minPrice']],
  ['dynamic', { maxPrice: 'x' }, ['minPrice', 'maxPrice']],
  ['percentage', { percentage: { toString: 1 }, minCharge: '0', maxCharge: '1' }, ['percentage']],
  ['percentage', { percentage: '10.0001', minCharge: '0', maxCharge: '1' }, ['percentage']],
  ['percentage', { percentage: '-0.1', minCharge: '0', maxCharge: '1' }, ['percentage']],
  ['percentage', { percentage: '0.00001', minCharge: '0', maxCharge: '1' }, ['percentage']],
  ['percentage', { percentage: '1', minCharge: '3', maxCharge: '1' }, ['maxCharge']],
  [
    'volume',
    { default: '1' },
    ['parameters.function', 'parameters.gradient', 'parameters.min', 'parameters.max'],
  ],
  [
    'volume',
    { default: 'a', parameters: { function: 'cubic', gradient: '1', min: '2', max: '1' } },
    ['default', 'parameters.function', 'parameters.max'],
  ],
  ['volume', { default: '1', parameters: null }, volumeFields()],
]

for (const [model, properties, fields] of refusedProperties) {
  test(`a ${model} price with ${JSON.stringify(properties)} names ${fields.join(', ')}`, () => {
    const result = parsePriceProperties(model, properties)
    assert('problems' in result)
    assert.deepEqual(
      result.problems.map(({ field }) => field),
      fields.map((field) => `properties.${field}`),
    )
  })
}

function volumeFields(): readonly string[] {
  return ['function', 'gradient', 'min', 'max'].map((name) => `parameters.${name}`)
}

function parsed(model: PriceModel, properties: unknown): PriceSpec {
  const spec = parsePriceProperties(model, properties)
  assert(!('problems' in spec))
  return spec
}

function priceText(spec: PriceSpec, amount: string, { before = '0' } = {}): string {
  const priced = priceQuantity(spec, { quantity: dec(amount), consumedBefore: dec(before) })
  assert('nanos' in priced)
  return nanosToText(priced.nanos)
}
