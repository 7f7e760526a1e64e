import { nextRetry } from '../invoicing/dunning.ts'
import type { Period } from '../time/period.ts'

/** When funds fill up by themselves, by how much, and at most how far. Nanos of one currency. */
export type AutoTopupTerms = {
  readonly threshold: bigint
  readonly amount: bigint
  /** In a calendar month. */
  readonly monthlyLimit: bigint
}

export type Standing = AutoTopupTerms & {
  readonly funds: bigint
  /** What was charged so far in this month. */
  readonly charged: bigint
}

/** What is to be done: nothing, since the funds suffice; nothing, since the month's limit leaves no room; or charge. */
export function dueTopup(standing: Standing): 'none' | 'over_limit' | 'charge' {
  const { threshold, amount, monthlyLimit, funds, charged } = standing
  if (funds >= threshold) return 'none'
  return charged + amount > monthlyLimit ? 'over_limit' : 'charge'
}

/** The calendar month, in UTC, in which the instant lies. */
export function monthOf(instant: Temporal.Instant): Period {
  const start = instant.toZonedDateTimeISO('UTC').with({ day: 1 }).startOfDay()
  return { start: start.toInstant(), end: start.add({ months: 1 }).toInstant() }
}

export type TopupFailure = {
  readonly firstFailedAt: Temporal.Instant
  /** This one included. */
  readonly failedTimes: number
  readonly code: string
}

/** When a charge that failed is tried again, as that of an invoice would be; undefined when it is not. */
export function topupRetry(failure: TopupFailure): Temporal.Instant | undefined {
  // There is nothing to try until somebody stores a method, and that is heard of.
  return failure.code === 'no_payment_method' ? undefined : nextRetry(failure)
}
