import type { Checkout } from '../api/portal.ts'
import { texts } from '../texts/texts.ts'

const words = () => texts.checkout

/** Why a payment failed and what to do about it; the server's words for a reason new to us. */
export function declineText(failure: Checkout['failure']): string {
  if (failure === undefined) return words().declineUnknown
  return words().declines[failure.code.toLowerCase()] ?? (failure.message || words().declineUnknown)
}
