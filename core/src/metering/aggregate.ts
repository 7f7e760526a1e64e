import { assert } from '../assert.ts'
import {
  addDecimals,
  compareDecimals,
  type Decimal,
  decimalFromInteger,
  decimalZero,
} from '../money/decimal.ts'
import type { Aggregation, Reading } from './reading.ts'

/** One event as its metric read it. */
export type MeteredEvent = {
  readonly value: Reading['value']
  /** When it happened. */
  readonly time: Temporal.Instant
  /** Grows with arrival: of two events of one time, the later one to arrive is the latest. */
  readonly arrival: bigint
}

/**
 * What is remembered of a set of events. Merging is associative and commutative and the empty aggregate changes
 * nothing, so however a set is split and in whatever order its parts come, the whole is the same.
 */
export type Aggregate = {
  readonly events: bigint
  readonly sum: Decimal
  readonly min: Decimal | undefined
  readonly max: Decimal | undefined
  readonly latest: Latest | undefined
  /** JSON texts of the values that are counted once each. */
  readonly distinct: ReadonlySet<string>
}

export type Latest = {
  readonly time: Temporal.Instant
  readonly arrival: bigint
  readonly value: Decimal
}

export const emptyAggregate: Aggregate = {
  events: 0n,
  sum: decimalZero,
  min: undefined,
  max: undefined,
  latest: undefined,
  distinct: new Set(),
}

/** The aggregate of one event. */
export function aggregateOf({ value, time, arrival }: MeteredEvent): Aggregate {
  if (value === undefined) return { ...emptyAggregate, events: 1n }
  if (typeof value === 'string')
    return { ...emptyAggregate, events: 1n, distinct: new Set([value]) }
  const latest = { time, arrival, value }
  return { ...emptyAggregate, events: 1n, sum: value, min: value, max: value, latest }
}

/** The aggregate of two sets that have no event in common. */
export function mergeAggregates(left: Aggregate, right: Aggregate): Aggregate {
  return {
    events: left.events + right.events,
    sum: addDecimals(left.sum, right.sum),
    min: chosen(left.min, right.min, (one, other) => compareDecimals(one, other) <= 0),
    max: chosen(left.max, right.max, (one, other) => compareDecimals(one, other) >= 0),
    latest: chosen(left.latest, right.latest, isLater),
    distinct: left.distinct.union(right.distinct),
  }
}

/** What a set of events adds up to, by every aggregation at once. */
export type Totals = {
  readonly events: bigint
  readonly sum: Decimal
  readonly min: Decimal | undefined
  readonly max: Decimal | undefined
  readonly latest: Decimal | undefined
  readonly distinct: bigint
}

export function totalsOf({ latest, distinct, ...totals }: Aggregate): Totals {
  return { ...totals, latest: latest?.value, distinct: BigInt(distinct.size) }
}

/**
 * The quantity of the set: the total, the number of events, their mean (rounded half away from zero at 15
 * digits), the least, the greatest, the number of different values, the last. Zero where there is no event.
 */
export function quantityOf(aggregation: Aggregation, totals: Totals): Decimal {
  return quantities[aggregation](totals)
}

const quantities: Record<Aggregation, (totals: Totals) => Decimal> = {
  SUM: ({ sum }) => sum,
  COUNT: ({ events }) => decimalFromInteger(events),
  AVG: ({ sum, events }) => meanOf(sum, events),
  MIN: ({ min }) => min ?? decimalZero,
  MAX: ({ max }) => max ?? decimalZero,
  UNIQUE_COUNT: ({ distinct }) => decimalFromInteger(distinct),
  LATEST: ({ latest }) => latest ?? decimalZero,
}

/** The mean of so many values with this sum, rounded half away from zero at 15 digits; zero of none. */
function meanOf(sum: Decimal, count: bigint): Decimal {
  assert(count >= 0n, 'there are no fewer than no values')
  if (count === 0n) return decimalZero
  const size = sum < 0n ? -sum : sum
  const mean = (2n * size + count) / (2n * count)
  return (sum < 0n ? -mean : mean) as Decimal
}

function isLater(one: Latest, other: Latest): boolean {
  const order = Temporal.Instant.compare(one.time, other.time)
  return order === 0 ? one.arrival >= other.arrival : order > 0
}

function chosen<T>(
  left: T | undefined,
  right: T | undefined,
  isBetter: (one: T, other: T) => boolean,
): T | undefined {
  if (left === undefined || right === undefined) return left ?? right
  return isBetter(left, right) ? left : right
}
