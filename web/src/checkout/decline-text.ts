import type { Checkout } from '../api/portal.ts'
import { texts } from '../texts/texts.ts'

/** Why a payment failed and what to do about it. */
export function declineText(failure: Checkout['failure']): string {
  const { declines, declineUnknown } = texts.checkout
  const known: Readonly<Record<string, string>> = declines
  return known[failure?.code.toLowerCase() ?? ''] ?? declineUnknown
}
