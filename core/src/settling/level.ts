import { type Currency, nanosPerMinor } from '../money/money.ts'

/** What a merchant's book says of one currency, in nanos. */
export type Standing = {
  /** What lies on the platform's account at the provider. */
  readonly onPlatform: bigint
  /** What of it has to stay there: the money of customers, the platform's fees, what is on its way back to payers. */
  readonly kept: bigint
  /** What lies on the merchant's account at the provider. */
  readonly onMerchant: bigint
  /** What is the merchant's, wherever it lies: its balance, the tax it passes on, payouts that have not arrived. */
  readonly owed: bigint
}

/**
 * How many nanos go from the platform's account to the merchant's; below zero they come back. Both sides must say so: what
 * the platform can spare, and what the merchant has not got. Where all money lies at one provider the two are the same;
 * where earlier money lies elsewhere, neither is enough to move what somebody else's payers have paid. In whole minor
 * units; what is less waits for more.
 */
export function levelOf(standing: Standing, currency: Currency): bigint {
  const spare = standing.onPlatform - standing.kept
  const missing = standing.owed - standing.onMerchant
  if (spare > 0n && missing > 0n) return whole(spare < missing ? spare : missing, currency)
  if (spare < 0n && missing < 0n) return whole(spare > missing ? spare : missing, currency)
  return 0n
}

/** Nanos of a fee that a provider can keep back: what is less than a minor unit is taken with a later transfer. */
export function wholeFee(fee: bigint, currency: Currency): bigint {
  return whole(fee, currency)
}

/** Towards zero. */
function whole(nanos: bigint, currency: Currency): bigint {
  return nanos - (nanos % nanosPerMinor(currency))
}
