import { assert } from '../assert.ts'
import type { Decimal } from '../money/decimal.ts'
import { clamp, percentDown } from '../money/money.ts'

/**
 * The platform's fee, in nanos, on a paid invoice or one-off payment: a percentage of the net amount, rounded
 * down, and a fixed part; never more than the net amount itself.
 */
export function platformFee(paid: {
  readonly net: bigint
  /** 2 is 2 %. */
  readonly percent: Decimal
  readonly fixed: bigint
}): bigint {
  assert(paid.net >= 0n, 'no fee is taken from a negative amount')
  return clamp(percentDown(paid.net, paid.percent) + paid.fixed, 0n, paid.net)
}

/** The part of that fee that a refund gives back: the percentage is reversed, the fixed part kept. */
export function refundedFee(paid: {
  readonly net: bigint
  readonly percent: Decimal
  readonly fixed: bigint
}): bigint {
  const taken = platformFee(paid)
  return clamp(taken - paid.fixed, 0n, taken)
}
