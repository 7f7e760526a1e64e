import type { Calculation } from '../calculate.ts'
import { CannotCalculate } from './cannot-calculate.ts'

/** 10^24 in major units: what every reader of an amount takes. */
const limit = 10n ** 33n

/** Refuses amounts that could not be kept. They come from absurd usage, and a correction of it mends them. */
export function assertInRange({ lines, billed, totals }: Calculation): void {
  const amounts = [
    totals.subtotal,
    totals.grandTotal,
    ...lines.flatMap(({ subtotal, total }) => [subtotal, total]),
    ...billed.map(({ amount }) => amount),
  ]
  if (amounts.some((nanos) => nanos >= limit || nanos <= -limit)) {
    throw new CannotCalculate('AMOUNT_OUT_OF_RANGE')
  }
}
