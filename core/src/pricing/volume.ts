import { assert } from '../assert.ts'
import { type Decimal, decimalOne } from '../money/decimal.ts'
import { ceilDiv, clamp } from '../money/money.ts'

/** A unit price that moves along a line with what the period has consumed, between two bounds. */
export type VolumePrice = {
  readonly model: 'volume'
  /** What the first unit of a period costs. */
  readonly default: Decimal
  /** How much more, or less when negative, each further unit costs. */
  readonly gradient: Decimal
  readonly min: Decimal
  readonly max: Decimal
}

/**
 * What a quantity costs after `consumedBefore` units of the same period, exactly, in units of 10^-30.
 *
 * The unit after n whole units costs clamp(default + gradient × n, min, max), and a fraction of it costs in
 * proportion. The cost is the difference of two running totals, so it does not matter how a quantity is
 * split, nor in which order the parts come. Takes no longer for many units than for few. Neither the
 * quantity consumed before nor the one after may be below zero.
 */
export function volumeCost(price: VolumePrice, consumedBefore: Decimal, quantity: Decimal): bigint {
  assert(consumedBefore >= 0n, 'a period cannot have consumed less than nothing')
  assert(consumedBefore + quantity >= 0n, 'more is given back than the period has consumed')
  return runningTotal(price, consumedBefore + quantity) - runningTotal(price, consumedBefore)
}

/** The cost of everything from the first unit of the period on, in units of 10^-30. */
function runningTotal(price: VolumePrice, consumed: bigint): bigint {
  const wholeUnits = consumed / decimalOne
  const fraction = consumed % decimalOne
  const next = clamp(price.default + price.gradient * wholeUnits, price.min, price.max)
  return sumOfUnits(price, wholeUnits) * decimalOne + next * fraction
}

type Line = {
  readonly default: bigint
  readonly gradient: bigint
  readonly min: bigint
  readonly max: bigint
}

/** What the first `count` whole units cost together, in units of 10^-15. */
function sumOfUnits(line: Line, count: bigint): bigint {
  if (line.gradient < 0n) return -sumOfUnits(mirrored(line), count)
  const { default: first, gradient, min, max } = line
  if (gradient === 0n) return clamp(first, min, max) * count

  // A rising line has three parts: units held up at the minimum, units on the slope, units held down.
  const slopeStart = clamp(ceilDiv(min - first, gradient), 0n, count)
  const slopeEnd = clamp(ceilDiv(max - first, gradient), slopeStart, count)
  const slope = arithmeticSum(line, slopeEnd) - arithmeticSum(line, slopeStart)
  return min * slopeStart + slope + max * (count - slopeEnd)
}

/** The first `count` units of the line, were it without bounds. */
function arithmeticSum({ default: first, gradient }: Line, count: bigint): bigint {
  return first * count + (gradient * count * (count - 1n)) / 2n
}

/** The same line upside down: a falling one rises. */
function mirrored(line: Line): Line {
  return { default: -line.default, gradient: -line.gradient, min: -line.max, max: -line.min }
}
