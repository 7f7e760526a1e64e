import type { Currency } from '../money/money.ts'

/** What a transaction of a provider's balance is to us. */
export type ReportedKind =
  | 'charge'
  | 'refund'
  | 'refund_failure'
  | 'transfer'
  | 'transfer_reversal'
  | 'application_fee'
  | 'dispute'
  | 'dispute_reversal'
  | 'payout'
  | 'payout_failure'
  | 'fee'
  | 'other'

/** A change of a balance that a provider reports. All amounts in nanos, signed as they change the balance. */
export type Reported = {
  readonly kind: ReportedKind
  /** Before the provider's own fee. */
  readonly amount: bigint
  /** What the provider kept of it, positive; negative where it gave something back. */
  readonly fee: bigint
  readonly currency: Currency
}

/** What our books know of the same thing. */
export type Known = {
  readonly subjectId: string
  readonly amount: bigint
  /** The provider's fee where it is booked with the thing itself: that of a dispute. */
  readonly fee?: bigint
  readonly currency: Currency
  readonly isBooked: boolean
}

export type Verdict = 'matched' | 'unbooked' | 'missing_here' | 'other_amount'

/** Whether the books agree with what a provider reports. Its fees explain themselves: they are booked because they are reported. */
export function judge(reported: Reported, known: Known | undefined): Verdict {
  if (reported.kind === 'fee') return 'matched'
  if (!known) return 'missing_here'
  const agrees =
    known.currency === reported.currency &&
    known.amount === reported.amount &&
    (!hasOwnFee(reported) || (known.fee ?? 0n) === reported.fee)
  if (!agrees) return 'other_amount'
  return known.isBooked ? 'matched' : 'unbooked'
}

/** Nanos that are booked as the provider's fee because of this transaction; negative when given back. */
export function providerFeeOf(reported: Reported): bigint {
  if (reported.kind === 'fee') return reported.fee - reported.amount
  return hasOwnFee(reported) ? 0n : reported.fee
}

/** By how many nanos the provider's balance and the books differ because of this transaction. */
export function differenceOf(reported: Reported, known: Known | undefined): bigint {
  if (reported.kind === 'fee') return 0n
  const moved = reported.amount - (hasOwnFee(reported) ? reported.fee : 0n)
  if (!known?.isBooked) return moved
  return moved - (known.amount - (known.fee ?? 0n))
}

/** Disputes bear their fee themselves: the merchant owes it as a part of the case. */
function hasOwnFee({ kind }: Pick<Reported, 'kind'>): boolean {
  return kind === 'dispute' || kind === 'dispute_reversal'
}
