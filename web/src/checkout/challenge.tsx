import { type ReactNode, useContext } from 'react'
import { texts } from '../texts/texts.ts'
import { framed } from '../ui/frame.ts'
import { Inside } from '../ui/inside.ts'
import { ViewTitle } from '../ui/page.tsx'
import { Bank } from './bank.tsx'
import { BankWindow } from './bank-window.tsx'
import { type ChallengeProps, explain } from './question.ts'
import { StripeChallenge } from './stripe/stripe-challenge.tsx'

/** The 3-D Secure step: the bank asks, here or in a window of its own. */
export function Challenge({ checkout, challengeId, state }: ChallengeProps): ReactNode {
  const words = texts.checkout.challenge
  const inside = useContext(Inside)
  const sending = state.sending === 'sending'
  return (
    <div className="view">
      <ViewTitle arrived={state.acted || inside}>{words.title}</ViewTitle>
      <p>{explain(checkout)}</p>
      <Asked checkout={checkout} challengeId={challengeId} state={state} />
      <p className="otherwise">
        <button
          type="button"
          className="button button-quiet"
          aria-disabled={sending}
          onClick={() => state.answer(challengeId, 'abandon')}
        >
          {checkout.mode === 'setup' ? words.setupOtherwise : words.otherwise}
        </button>
      </p>
    </div>
  )
}

/** A page in a frame must not look like a bank: nobody could tell whose it is. */
function Asked(props: ChallengeProps): ReactNode {
  if (props.checkout.provider === 'stripe') return <StripeChallenge {...props} />
  return framed ? <BankWindow {...props} /> : <Bank {...props} />
}
