import type { ReactNode } from 'react'
import type { Checkout } from '../api/portal.ts'
import { texts } from '../texts/texts.ts'
import { framed } from '../ui/frame.ts'
import { ViewTitle } from '../ui/page.tsx'
import { declineText } from './decline-text.ts'
import { safeAddress } from './redirect.ts'
import { amountOf, DocumentLink } from './summary.tsx'

/** A payment that can no longer be made, and what to do instead. */
export function Over({ checkout, arrived }: { checkout: Checkout; arrived: boolean }): ReactNode {
  const { title, body } = wordsFor(checkout)
  const back = framed ? undefined : safeAddress(checkout.failureRedirectUrl)
  return (
    <div className="view">
      <ViewTitle arrived={arrived}>{title}</ViewTitle>
      <p>{body}</p>
      <DocumentLink checkout={checkout} />
      {back ? (
        <p>
          <a className="onward" href={back.href}>
            {texts.checkout.back(checkout.merchant.name)}
          </a>
        </p>
      ) : null}
    </div>
  )
}

function wordsFor(checkout: Checkout) {
  const { status, failure, merchant, entityType } = checkout
  const { over } = texts.checkout
  if (failure?.code === 'payment_returned') {
    return { title: over.returnedTitle, body: over.returned(amountOf(checkout)) }
  }
  if (status === 'expired') return { title: over.expiredTitle, body: over.expired(merchant.name) }
  if (status === 'cancelled' && entityType === 'invoice') {
    const invoice = checkout.description ?? texts.checkout.anInvoice
    return { title: over.settledTitle, body: over.settled(invoice, merchant.name) }
  }
  if (status === 'cancelled') {
    return { title: over.cancelledTitle, body: over.cancelled(merchant.name) }
  }
  return { title: over.failedTitle, body: declineText(failure) }
}
