import type { ReactNode } from 'react'
import type { Checkout } from '../api/portal.ts'
import { texts } from '../texts/texts.ts'
import { ViewTitle } from '../ui/page.tsx'
import { Summary } from './summary.tsx'

type ProcessingProps = {
  readonly checkout: Checkout
  /** The connection was lost while paying, so even whether the payment began is not known. */
  readonly unsure: boolean
}

/** The bank has the payment; the page looks again by itself. */
export function Processing({ checkout, unsure }: ProcessingProps): ReactNode {
  const { title, body } = wordsFor(checkout, unsure)
  return (
    <div className="view">
      <ViewTitle arrived={true}>{title}</ViewTitle>
      <p className="waiting" role="status">
        <span className="spinner" aria-hidden="true" />
        <span>{body}</span>
      </p>
      {unsure ? null : (
        <p className="soft">{texts.checkout.processing.leave(checkout.merchant.name)}</p>
      )}
      <Summary checkout={checkout} />
    </div>
  )
}

function wordsFor(checkout: Checkout, unsure: boolean) {
  const words = texts.checkout.processing
  if (unsure) return { title: words.unsureTitle, body: words.unsureBody }
  return checkout.mode === 'setup'
    ? { title: words.setupTitle, body: words.setupBody }
    : { title: words.title, body: words.body }
}
