import type { ReactNode } from 'react'
import { texts } from '../texts/texts.ts'
import { Notice } from '../ui/notice.tsx'
import type { ChallengeProps } from './question.ts'
import { type BankWindowStage, useBankWindow } from './use-bank-window.ts'

/** The bank asks in a window of its own, whose address bar says whose it is; here the payer learns how that stands. */
export function BankWindow({ checkout, state }: ChallengeProps): ReactNode {
  const words = texts.checkout.challenge.window
  const { stage, open } = useBankWindow(checkout.id, state)
  return (
    <section className="bank" aria-label={texts.checkout.challenge.bank}>
      <div role="status">
        <Told stage={stage} />
      </div>
      <div className="actions">
        <button
          type="button"
          className={stage === 'open' ? 'button' : 'button button-primary'}
          onClick={open}
        >
          {
            { unopened: words.open, blocked: words.open, open: words.show, closed: words.again }[
              stage
            ]
          }
        </button>
      </div>
    </section>
  )
}

function Told({ stage }: { readonly stage: BankWindowStage }): ReactNode {
  const words = texts.checkout.challenge.window
  switch (stage) {
    case 'unopened':
      return <p>{words.opening}</p>
    case 'open':
      return (
        <p className="waiting">
          <span className="spinner" aria-hidden="true" />
          <span>{words.waiting}</span>
        </p>
      )
    case 'blocked':
      return (
        <Notice kind="warn">
          <p>
            <strong>{words.blocked}</strong>
          </p>
          <p>{words.blockedHelp}</p>
        </Notice>
      )
    case 'closed':
      return (
        <Notice kind="warn">
          <p>
            <strong>{words.closed}</strong>
          </p>
          <p>{words.closedHelp}</p>
        </Notice>
      )
  }
}
