import { type ReactNode, useCallback, useEffect, useRef } from 'react'
import { texts } from '../../texts/texts.ts'
import type { ChallengeProps } from '../question.ts'
import { answerInWindow } from './confirm.ts'

/** The payer's bank asks in a window that Stripe lays over the page. */
export function StripeChallenge({ checkout, state }: ChallengeProps): ReactNode {
  const words = texts.checkout.challenge
  const { acted, run } = state
  const sending = state.sending === 'sending'
  const ask = useCallback(() => run((client) => answerInWindow(client, checkout)), [run, checkout])
  const asked = useRef(false)
  useEffect(() => {
    // After a reload nobody has pressed anything: the payer says when.
    if (!acted || asked.current) return
    asked.current = true
    ask()
  }, [acted, ask])
  return (
    <div className="actions">
      <button type="button" className="button button-primary" aria-disabled={sending} onClick={ask}>
        {sending ? <span className="spinner" aria-hidden="true" /> : null}
        {sending ? words.window.waiting : words.window.open}
      </button>
    </div>
  )
}
