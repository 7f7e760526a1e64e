import { type ReactNode, useContext, useEffect } from 'react'
import type { Checkout } from '../api/portal.ts'
import { texts } from '../texts/texts.ts'
import { framed } from '../ui/frame.ts'
import { Inside } from '../ui/inside.ts'
import { Notice } from '../ui/notice.tsx'
import { ViewTitle } from '../ui/page.tsx'
import { Receipt } from './receipt.tsx'
import { safeAddress } from './redirect.ts'
import { amountOf, DocumentLink } from './summary.tsx'

type DoneProps = {
  readonly checkout: Checkout
  /** Paid just now and here, rather than before the page was opened. */
  readonly fresh: boolean
}

const redirectAfterMs = 3_000

/** What happened, what happens next, and where to go. */
export function Done({ checkout, fresh }: DoneProps): ReactNode {
  const words = texts.checkout.done
  const setup = checkout.mode === 'setup'
  const inside = useContext(Inside)
  const stays = framed || inside
  const onward = stays ? undefined : safeAddress(checkout.successRedirectUrl)
  useRedirect(fresh ? onward : undefined)
  return (
    <div className="view">
      <ViewTitle arrived={true}>{titleFor(setup, fresh)}</ViewTitle>
      <Notice kind="good">
        <p>
          <strong>{setup ? words.savedFor(checkout.merchant.name) : paid(checkout)}</strong>
        </p>
        {checkout.entityType === 'customer' ? null : <p>{words.next[checkout.entityType]}</p>}
      </Notice>
      <Receipt checkout={checkout} />
      <DocumentLink checkout={checkout} />
      {onward ? (
        <div>
          {fresh ? <p>{words.redirect(onward.host)}</p> : null}
          <a className="onward" href={onward.href}>
            {words.continue(onward.host)}
          </a>
        </div>
      ) : null}
      {onward || stays ? null : <p className="soft">{words.close}</p>}
    </div>
  )
}

function titleFor(setup: boolean, fresh: boolean): string {
  const words = texts.checkout.done
  if (setup) return fresh ? words.setupTitle : words.alreadySetup
  return fresh ? words.title : words.already
}

function paid(checkout: Checkout): string {
  const words = texts.checkout.done
  const { entityType, description, merchant } = checkout
  const amount = amountOf(checkout)
  return entityType === 'invoice' && description
    ? words.paidFor(amount, merchant.name, description)
    : words.paidTo(amount, merchant.name)
}

/** Waits long enough for the outcome to be read; the link beside it need not wait. */
function useRedirect(address: URL | undefined): void {
  const href = address?.href
  useEffect(() => {
    if (href === undefined) return undefined
    const timer = setTimeout(() => location.assign(href), redirectAfterMs)
    return () => clearTimeout(timer)
  }, [href])
}
