import type { ReactNode } from 'react'
import type { Checkout } from '../api/portal.ts'
import { formatMoment } from '../format/time.ts'
import { texts } from '../texts/texts.ts'
import { Notice } from '../ui/notice.tsx'
import { ViewTitle } from '../ui/page.tsx'
import type { CardFields } from './card-fields.ts'
import { CardForm } from './card-form.tsx'
import { declineText } from './decline-text.ts'
import { safeAddress } from './redirect.ts'
import { Summary } from './summary.tsx'
import { TestCards } from './test-cards.tsx'
import type { CheckoutState } from './use-checkout.ts'

type PayViewProps = {
  readonly checkout: Checkout
  readonly state: CheckoutState
  readonly fields: CardFields
  readonly onChange: (fields: CardFields) => void
}

/** What is to be paid, and the form that pays it. */
export function PayView({ checkout, state, fields, onChange }: PayViewProps): ReactNode {
  const words = texts.checkout
  const name = checkout.merchant.name
  const back = safeAddress(checkout.failureRedirectUrl)
  return (
    <div className="view">
      <ViewTitle arrived={false}>
        {checkout.mode === 'setup' ? words.setup(name) : words.pay(name)}
      </ViewTitle>
      <Summary checkout={checkout} />
      <div role="alert">
        <Declined state={state} checkout={checkout} />
      </div>
      <CardForm checkout={checkout} state={state} fields={fields} onChange={onChange} />
      <p className="soft small">{words.payableUntil(formatMoment(checkout.expiresAt))}</p>
      {checkout.provider === 'sandbox' ? (
        <TestCards onUse={(card) => onChange({ ...fields, ...card })} />
      ) : null}
      {back ? (
        <p>
          <a className="onward" href={back.href}>
            {words.back(name)}
          </a>
        </p>
      ) : null}
    </div>
  )
}

/** Why the last attempt did not work, and that no money moved. */
function Declined({ checkout, state }: Pick<PayViewProps, 'checkout' | 'state'>): ReactNode {
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
  const overtaken = refusal?.code?.startsWith('PAYMENT_')
  if (refusal?.kind === 'refused' && !overtaken) {
    return refusal.fields[0]?.message ?? refusal.message
  }
  if (failure) return declineText(failure)
  return acted && refusal && !overtaken ? words.notSent : undefined
}
