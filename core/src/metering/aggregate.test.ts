import assert from 'node:assert/strict'
import { test } from 'node:test'
import fc from 'fast-check'
import { type Decimal, decimal, decimalFromInteger } from '../money/decimal.ts'
import {
  type Aggregate,
  aggregateOf,
  emptyAggregate,
  type MeteredEvent,
  mergeAggregates,
  quantityOf as quantityOfTotals,
  totalsOf,
} from './aggregate.ts'
import { type Aggregation, aggregations } from './reading.ts'

const anyNumber = fc
  .bigInt({ min: -(10n ** 20n), max: 10n ** 20n })
  .map((units) => units as Decimal)
const anyMoment = fc
  .integer({ min: 0, max: 5 })
  .map((milliseconds) => Temporal.Instant.fromEpochMilliseconds(milliseconds))

/** Events of one metric, some at the same time; the number of arrival is unique, as it is in the house. */
const eventsOf = (anyValue: fc.Arbitrary<Decimal | string>) =>
  fc
    .array(fc.record({ value: anyValue, time: anyMoment }), { maxLength: 20 })
    .map((events) => events.map((event, at): MeteredEvent => ({ ...event, arrival: BigInt(at) })))
const anyEvents = fc.oneof(
  eventsOf(anyNumber),
  eventsOf(fc.integer({ min: 0, max: 4 }).map((digit) => JSON.stringify(digit))),
)

const quantityOf = (aggregation: Aggregation, aggregate: Aggregate) =>
  quantityOfTotals(aggregation, totalsOf(aggregate))

const fold = (events: readonly MeteredEvent[]): Aggregate =>
  events.map(aggregateOf).reduce(mergeAggregates, emptyAggregate)

test('merging is commutative, and associative, and nothing merged in changes nothing', () => {
  fc.assert(
    fc.property(anyEvents, fc.nat(20), fc.nat(20), (events, first, second) => {
      const [from, to] = first < second ? [first, second] : [second, first]
      const [a, b, c] = [events.slice(0, from), events.slice(from, to), events.slice(to)].map(fold)
      assert.ok(a && b && c)
      assert.deepEqual(mergeAggregates(a, b), mergeAggregates(b, a))
      assert.deepEqual(
        mergeAggregates(mergeAggregates(a, b), c),
        mergeAggregates(a, mergeAggregates(b, c)),
      )
      assert.deepEqual(mergeAggregates(a, emptyAggregate), a)
      assert.deepEqual(mergeAggregates(emptyAggregate, a), a)
    }),
  )
})

test('however events are shuffled and split, each aggregation says the same', () => {
  fc.assert(
    fc.property(
      anyEvents.chain((events) =>
        fc.record({
          events: fc.constant(events),
          shuffled: fc.shuffledSubarray(events, { minLength: events.length }),
          parts: fc.array(fc.nat(3), { minLength: events.length, maxLength: events.length }),
        }),
      ),
      ({ events, shuffled, parts }) => {
        const split = [0, 1, 2, 3].map((part) =>
          fold(shuffled.filter((_, at) => parts[at] === part)),
        )
        const merged = split.reduce(mergeAggregates, emptyAggregate)
        for (const aggregation of aggregations) {
          assert.equal(quantityOf(aggregation, merged), quantityOf(aggregation, fold(events)))
        }
      },
    ),
  )
})

const table = `
  values          SUM   COUNT  AVG                MIN   MAX  LATEST
  -               0     0      0                  0     0    0
  5               5     1      5                  5     5    5
  1,2             3     2      1.5                1     2    2
  1,1,0           2     3      0.666666666666667  0     1    0
  -1,-1,0         -2    3      -0.666666666666667 -1    0    0
  0.1,0.2         0.3   2      0.15               0.1   0.2  0.2
`
const [heads = [], ...rows] = table
  .trim()
  .split('\n')
  .map((line) => line.trim().split(/\s+/))
for (const [values = '', ...expected] of rows) {
  test(`of the values ${values} come ${expected.join(', ')}`, () => {
    const numbers = values === '-' ? [] : values.split(',')
    const events = numbers.map((text, at) => ({
      value: decimal(text),
      time: Temporal.Instant.fromEpochMilliseconds(0),
      arrival: BigInt(at),
    }))
    const aggregate = fold(events)
    heads.slice(1).forEach((aggregation, at) => {
      assert.equal(quantityOf(aggregation as Aggregation, aggregate), decimal(expected[at] ?? ''))
    })
  })
}

test('the latest is what happened last, and of one time what arrived last', () => {
  const event = (value: string, milliseconds: number, arrival: bigint) =>
    aggregateOf({
      value: decimal(value),
      time: Temporal.Instant.fromEpochMilliseconds(milliseconds),
      arrival,
    })
  const early = event('1', 10, 9n)
  const first = event('2', 20, 1n)
  const second = event('3', 20, 2n)
  const all = [second, early, first].reduce(mergeAggregates)
  assert.equal(quantityOf('LATEST', all), decimal('3'))
})

test('what only counts needs no values', () => {
  const time = Temporal.Instant.fromEpochMilliseconds(0)
  const events = [1n, 2n, 3n].map((arrival) => ({ value: undefined, time, arrival }))
  assert.equal(quantityOf('COUNT', fold(events)), decimalFromInteger(3n))
})

test('distinct values count once each', () => {
  const time = Temporal.Instant.fromEpochMilliseconds(0)
  const events = ['"a"', '1', '"1"', '"a"'].map((value, at) => ({
    value,
    time,
    arrival: BigInt(at),
  }))
  assert.equal(quantityOf('UNIQUE_COUNT', fold(events)), decimalFromInteger(3n))
})
