import assert from 'node:assert/strict'
import { test } from 'node:test'
import { inspect } from 'node:util'
import fc from 'fast-check'
import { type Decimal, decimal, decimalFromInteger, decimalZero } from '../money/decimal.ts'
import { nanosFromText, nanosToText } from '../money/money.ts'
import type { PriceSpec } from '../pricing/price.ts'
import { chargeUsage, type UsageRequest, type UsageResult, type UsageSnapshot } from './charge.ts'

const one = 10n ** 15n

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

const standard = (unitPrice: string): PriceSpec => ({
  model: 'standard',
  unitPrice: dec(unitPrice),
})

/** A dollar for the first unit, ten cents more for each further one, at most two. */
const rising: PriceSpec = {
  model: 'volume',
  default: dec('1'),
  gradient: dec('0.1'),
  min: decimalZero,
  max: dec('2'),
}

const event = (key: string, price: string, more: Partial<UsageRequest> = {}): UsageRequest => ({
  key,
  accountRef: 'ann',
  properties: [{ spec: standard(price), quantity: dec('1') }],
  taxPercent: decimalZero,
  taxBehavior: 'exclusive',
  ...more,
})

const snapshot = (
  events: readonly UsageRequest[],
  more: Partial<UsageSnapshot> = {},
): UsageSnapshot => ({
  events,
  available: new Map([['ann', nanos('10')]]),
  volumes: new Map(),
  platformFeePercent: dec('2'),
  ...more,
})

function verdict(result: UsageResult | undefined): string {
  assert(result)
  return 'refused' in result ? result.refused : nanosToText(result.charged.total)
}

const spec = fc.oneof(
  fc
    .bigInt({ min: 0n, max: 3n * one })
    .map((unitPrice): PriceSpec => ({ model: 'standard', unitPrice: unitPrice as Decimal })),
  fc.constant(rising),
  fc.constant<PriceSpec>({
    model: 'percentage',
    percentage: dec('0.0333'),
    minCharge: dec('0.000000007'),
    maxCharge: dec('0.5'),
  }),
  fc.constant<PriceSpec>({ model: 'dynamic', minPrice: dec('0.1'), maxPrice: dec('1') }),
)
const small = fc.bigInt({ min: 0n, max: 5n * one }).map((units) => units as Decimal)
const property = fc.record({
  spec,
  quantity: small,
  suppliedPrice: fc.option(small, { nil: undefined }),
  volumeKey: fc.constantFrom('calls', 'tokens', undefined),
})
const request = fc.record({
  key: fc.uuid(),
  accountRef: fc.constantFrom('ann', 'bob', 'cyd'),
  properties: fc.array(property, { maxLength: 3 }),
  taxPercent: fc.bigInt({ min: 0n, max: 30n * one }).map((units) => units as Decimal),
  taxBehavior: fc.constantFrom('exclusive' as const, 'inclusive' as const),
})
const balance = fc.bigInt({ min: 0n, max: 30n * 10n ** 9n })
const anySnapshot = fc.record({
  events: fc.array(request, { maxLength: 20 }),
  available: fc.tuple(balance, balance).map(
    ([ann, bob]): ReadonlyMap<string, bigint> =>
      new Map([
        ['ann', ann],
        ['bob', bob],
      ]),
  ),
  volumes: small.map((calls): ReadonlyMap<string, Decimal> => new Map([['calls', calls]])),
  platformFeePercent: fc.bigInt({ min: 0n, max: 10n * one }).map((units) => units as Decimal),
})

function chargedOf({ events }: { readonly events: readonly UsageResult[] }) {
  return events.flatMap((result) => ('charged' in result ? [result.charged] : []))
}

function total(amounts: readonly bigint[]): bigint {
  return amounts.reduce((left, right) => left + right, 0n)
}

test('the totals of a batch are the sums of its charged events', () => {
  fc.assert(
    fc.property(anySnapshot, (given) => {
      const outcome = chargeUsage(given)
      const charges = chargedOf(outcome)
      assert.equal(outcome.fee, total(charges.map(({ fee }) => fee)))
      assert.equal(outcome.tax, total(charges.map(({ tax }) => tax)))
      assert.equal(outcome.merchantShare, total(charges.map(({ price, fee }) => price - fee)))
      for (const account of ['ann', 'bob', 'cyd']) {
        const own = outcome.events.flatMap((result, position) =>
          'charged' in result && given.events[position]?.accountRef === account
            ? [result.charged.total]
            : [],
        )
        assert.equal(outcome.debits.get(account) ?? 0n, total(own))
      }
    }),
  )
})

test('what consumers pay is what the merchant, the tax office and the platform get', () => {
  fc.assert(
    fc.property(anySnapshot, (given) => {
      const { debits, merchantShare, tax, fee } = chargeUsage(given)
      assert.equal(total([...debits.values()]), merchantShare + tax + fee)
      assert.ok(merchantShare >= 0n && tax >= 0n && fee >= 0n)
    }),
  )
})

test('no account is charged more than it has', () => {
  fc.assert(
    fc.property(anySnapshot, (given) => {
      for (const [account, debit] of chargeUsage(given).debits) {
        assert.ok(debit > 0n && debit <= (given.available.get(account) ?? 0n))
      }
    }),
  )
})

test('one batch decides as its events would one by one', () => {
  fc.assert(
    fc.property(anySnapshot, (given) => {
      const whole = chargeUsage(given)
      const available = new Map(given.available)
      const volumes = new Map(given.volumes)
      const alone = given.events.flatMap((single) => {
        const outcome = chargeUsage({ ...given, events: [single], available, volumes })
        for (const [account, debit] of outcome.debits) {
          available.set(account, (available.get(account) ?? 0n) - debit)
        }
        for (const [key, consumed] of outcome.volumes) volumes.set(key, consumed)
        return outcome.events
      })
      assert.deepEqual(whole.events, alone)
      for (const [key, consumed] of whole.volumes) assert.equal(volumes.get(key), consumed)
    }),
  )
})

test('the snapshot is left as it was', () => {
  fc.assert(
    fc.property(anySnapshot, (given) => {
      const before = inspect(given, { depth: 9 })
      chargeUsage(given)
      assert.equal(inspect(given, { depth: 9 }), before)
    }),
  )
})

test('an event that is too dear fails alone, and a later smaller one passes', () => {
  const outcome = chargeUsage(
    snapshot([event('1', '6'), event('2', '5'), event('3', '4'), event('4', '0.000000001')]),
  )
  assert.deepEqual(outcome.events.map(verdict), [
    '6.00',
    'INSUFFICIENT_FUNDS',
    '4.00',
    'INSUFFICIENT_FUNDS',
  ])
  assert.deepEqual([...outcome.debits], [['ann', nanos('10')]])
})

test('an account that is not known has nothing, but what is free needs nothing', () => {
  const stranger = { accountRef: 'eve' }
  const outcome = chargeUsage(snapshot([event('1', '0.01', stranger), event('2', '0', stranger)]))
  assert.deepEqual(outcome.events.map(verdict), ['INSUFFICIENT_FUNDS', '0.00'])
  assert.equal(outcome.debits.size, 0)
})

test('no event costs more than a client can read exactly', () => {
  const available = new Map([['ann', nanos('99999999')]])
  const events = [event('1', '9007199'), event('2', '9007199.000000001')]
  const outcome = chargeUsage(snapshot(events, { available }))
  assert.deepEqual(outcome.events.map(verdict), ['9007199.00', 'TOO_EXPENSIVE'])
})

test('tax is added to exclusive prices and found within inclusive ones', () => {
  const taxed = (taxBehavior: 'exclusive' | 'inclusive') => {
    const [result] = chargeUsage(
      snapshot([event('1', '1', { taxPercent: dec('25'), taxBehavior })]),
    ).events
    assert(result && 'charged' in result)
    const { price, tax, fee, total: sum } = result.charged
    return [price, tax, fee, sum].map((value) => nanosToText(value))
  }
  assert.deepEqual(taxed('exclusive'), ['1.00', '0.25', '0.02', '1.25'])
  assert.deepEqual(taxed('inclusive'), ['0.80', '0.20', '0.016', '1.00'])
})

test('each property is rounded to the nano by itself, then the event is summed', () => {
  const half = { spec: standard('0.0000000005'), quantity: dec('1') }
  const [result] = chargeUsage(
    snapshot([event('1', '0', { properties: [half, half, half] })]),
  ).events
  assert(result && 'charged' in result)
  assert.deepEqual(result.charged.propertyNanos, [1n, 1n, 1n])
  assert.equal(result.charged.price, 3n)
  assert.equal(result.charged.fee, 0n)
})

test('a refused event consumes no volume', () => {
  const calls = (key: string, quantity: string) =>
    event(key, '0', {
      properties: [{ spec: rising, quantity: dec(quantity), volumeKey: 'calls' }],
    })
  const outcome = chargeUsage(
    snapshot([calls('1', '3'), calls('2', '100'), calls('3', '2')], {
      volumes: new Map([['calls', decimalFromInteger(2n)]]),
    }),
  )
  // Units 2, 3, 4 cost 1.2 + 1.3 + 1.4, then units 5 and 6 cost 1.5 + 1.6.
  assert.deepEqual(outcome.events.map(verdict), ['3.90', 'INSUFFICIENT_FUNDS', '3.10'])
  assert.deepEqual([...outcome.volumes], [['calls', decimalFromInteger(7n)]])
})

test('two properties on one volume share it as two events would', () => {
  const part = { spec: rising, quantity: dec('1'), volumeKey: 'calls' }
  const outcome = chargeUsage(snapshot([event('1', '0', { properties: [part, part] })]))
  assert.deepEqual(outcome.events.map(verdict), ['2.10'])
})

test('a dynamic price that is missing or out of range refuses the event by name', () => {
  const dynamic: PriceSpec = { model: 'dynamic', minPrice: dec('1'), maxPrice: dec('2') }
  const priced = (suppliedPrice: Decimal | undefined) =>
    event('1', '0', { properties: [{ spec: dynamic, quantity: dec('1'), suppliedPrice }] })
  const events = [priced(undefined), priced(dec('3')), priced(dec('2'))]
  assert.deepEqual(chargeUsage(snapshot(events)).events.map(verdict), [
    'PRICE_REQUIRED',
    'PRICE_OUT_OF_RANGE',
    '2.00',
  ])
})

test('a rebate is never charged instantly', () => {
  assert.throws(() => chargeUsage(snapshot([event('1', '-1')])), /negative price/)
})

test('properties may have rates of their own, and without tax they add up to the price', () => {
  const two = event('two', '0', {
    properties: [
      { spec: standard('1'), quantity: dec('1') },
      { spec: standard('0.000000001'), quantity: dec('1'), taxPercent: dec('10') },
    ],
    taxPercent: dec('25'),
    taxBehavior: 'inclusive',
  })
  const [result] = chargeUsage(snapshot([two])).events
  assert(result && 'charged' in result)
  assert.deepEqual(result.charged.propertyNets, [nanos('0.80'), 1n])
  assert.equal(result.charged.price, nanos('0.800000001'))
  assert.equal(result.charged.tax, nanos('0.20'))
})
