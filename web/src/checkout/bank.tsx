import type { ReactNode } from 'react'
import { texts } from '../texts/texts.ts'
import type { CheckoutState } from './use-checkout.ts'

type BankProps = { readonly challengeId: string; readonly state: CheckoutState }

/** In the sandbox our own page stands in for the bank's. */
export function Bank({ challengeId, state }: BankProps): ReactNode {
  const words = texts.checkout.challenge
  const sending = state.sending === 'sending'
  return (
    <section className="bank" aria-label={words.bank} aria-busy={sending}>
      <p className="bank-name">{words.bank}</p>
      <p className="soft small">{words.stands}</p>
      <div className="actions">
        <button
          type="button"
          className="button button-primary"
          aria-disabled={sending}
          onClick={() => state.answer(challengeId, 'accept')}
        >
          {words.accept}
        </button>
        <button
          type="button"
          className="button"
          aria-disabled={sending}
          onClick={() => state.answer(challengeId, 'refuse')}
        >
          {words.refuse}
        </button>
      </div>
      <p className="soft small bank-progress" role="status">
        {sending ? words.sending : ''}
      </p>
    </section>
  )
}
