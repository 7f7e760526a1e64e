import type { ReactNode } from 'react'
import type { Checkout } from '../api/portal.ts'
import { texts } from '../texts/texts.ts'
import { Notice } from '../ui/notice.tsx'
import { declineText } from './decline-text.ts'
import type { CheckoutState } from './use-checkout.ts'

type DeclinedProps = { readonly checkout: Checkout; readonly state: CheckoutState }

/** Why the last attempt did not work, and that no money moved. */
export function Declined({ checkout, state }: DeclinedProps): ReactNode {
  const words = texts.checkout
  if (state.sending !== 'idle') return null
  const reason = reasonOf(checkout, state)
  if (reason === undefined) return null
  return (
    <Notice kind="bad">
      <p>
        <strong>{reason}</strong>
      </p>
      {reason === words.notSent ? null : <p>{words.notCharged}</p>}
    </Notice>
  )
}

function reasonOf({ failure }: Checkout, { refusal, acted }: CheckoutState): string | undefined {
  const words = texts.checkout
  // What the last press met comes before what an earlier one did.
  if (refusal?.kind === 'busy') return texts.trouble.busy
  if (refusal?.code === 'INSUFFICIENT_FUNDS') return words.fundsGone
  if (refusal?.code === 'NO_PAYMENT_METHOD') return words.declines.method_removed
  const overtaken = refusal?.code?.startsWith('PAYMENT_')
  if (refusal?.kind === 'refused' && !overtaken) return words.refused
  if (failure) return declineText(failure)
  return acted && refusal && !overtaken ? words.notSent : undefined
}
