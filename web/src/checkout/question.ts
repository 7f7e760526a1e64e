import type { Checkout } from '../api/portal.ts'
import { texts } from '../texts/texts.ts'
import { amountOf } from './summary.tsx'
import type { CheckoutState } from './use-checkout.ts'

export type ChallengeProps = {
  readonly checkout: Checkout
  readonly challengeId: string
  readonly state: CheckoutState
}

/** What the bank asks, as a sentence. */
export function explain(checkout: Checkout): string {
  const words = texts.checkout.challenge
  const { mode, merchant } = checkout
  return mode === 'setup'
    ? words.setupExplain(merchant.name)
    : words.explain(amountOf(checkout), merchant.name)
}
