import type { ReactNode } from 'react'
import type { Checkout } from '../api/portal.ts'
import { texts } from '../texts/texts.ts'
import { ViewTitle } from '../ui/page.tsx'
import { amountOf } from './summary.tsx'
import type { CheckoutState } from './use-checkout.ts'

type ChallengeProps = {
  readonly checkout: Checkout
  readonly challengeId: string
  readonly state: CheckoutState
}

/** The 3-D Secure step. In the sandbox our own page stands in for the bank's. */
export function Challenge({ checkout, challengeId, state }: ChallengeProps): ReactNode {
  const words = texts.checkout.challenge
  const sending = state.sending === 'sending'
  const answer = (outcome: 'accept' | 'refuse') => {
    if (!sending) state.answer(challengeId, outcome)
  }
  return (
    <div className="view">
      <ViewTitle arrived={state.acted}>{words.title}</ViewTitle>
      <p>{words.explain(amountOf(checkout), checkout.merchant.name)}</p>
      <section className="bank" aria-label={words.bank} aria-busy={sending}>
        <p className="bank-name">{words.bank}</p>
        <p className="soft small">{words.stands}</p>
        <div className="actions">
          <button
            type="button"
            className="button button-primary"
            aria-disabled={sending}
            onClick={() => answer('accept')}
          >
            {words.accept}
          </button>
          <button
            type="button"
            className="button"
            aria-disabled={sending}
            onClick={() => answer('refuse')}
          >
            {words.refuse}
          </button>
        </div>
        <p className="soft small bank-progress" role="status">
          {sending ? words.sending : ''}
        </p>
      </section>
    </div>
  )
}
