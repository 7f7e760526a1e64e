/** Days after the first failure on which an unpaid invoice is charged again (domain §7). */
const retryDays = [1, 3, 5, 7] as const

/** Failures that another try cannot mend: the card is gone, or the bank wants its owner. */
const hopeless = new Set([
  'card_closed',
  'lost_card',
  'stolen_card',
  'pickup_card',
  'expired_card',
  'authentication_required',
])

/**
 * When a charge that failed is tried again; undefined when it is not: after the last try, or for what another try cannot
 * mend. `failedTimes` counts the failures so far, the first one included.
 */
export function nextRetry(failure: {
  readonly firstFailedAt: Temporal.Instant
  readonly failedTimes: number
  readonly code: string
}): Temporal.Instant | undefined {
  const days = retryDays[failure.failedTimes - 1]
  if (days === undefined || hopeless.has(failure.code)) return undefined
  return failure.firstFailedAt.add({ hours: 24 * days })
}
