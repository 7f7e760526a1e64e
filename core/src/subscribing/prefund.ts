import { type Currency, ceilDiv, nanosPerMinor, nanosPerUnit } from '../money/money.ts'

/** The most that a subscription may ask its customer to keep in store: 5,000.00 units of the currency. */
const highestTarget = 5_000n * nanosPerUnit

/**
 * What to collect, in nanos, so that the funds reach the target: nothing when they suffice, a shortfall
 * under 1.00 raised to 1.00, and otherwise the shortfall, up to the next smallest unit of the currency,
 * since nobody can pay a fraction of a cent. Without a currency the smallest unit is a hundredth.
 */
export function prefundDue(wanted: {
  readonly target: bigint
  readonly funds: bigint
  readonly currency?: Currency | undefined
}): bigint {
  const shortfall = wanted.target - wanted.funds
  if (shortfall <= 0n) return 0n
  if (shortfall < nanosPerUnit) return nanosPerUnit
  const step = wanted.currency ? nanosPerMinor(wanted.currency) : nanosPerUnit / 100n
  return ceilDiv(shortfall, step) * step
}

/** Why a target, in nanos, is refused; undefined when it lies between 0 (off) and 5,000.00. */
export function prefundProblem(target: bigint): string | undefined {
  if (target < 0n) return 'A prefund is not negative; 0 switches it off.'
  return target > highestTarget ? 'A prefund is at most 5,000.00.' : undefined
}
