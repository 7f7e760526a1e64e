import { type ReactNode, useState } from 'react'
import type { Checkout } from '../api/portal.ts'
import { formatMoney } from '../format/decimal.ts'
import { formatMoment } from '../format/time.ts'
import { texts } from '../texts/texts.ts'
import { Choice } from '../ui/choice.tsx'
import { Notice } from '../ui/notice.tsx'
import { ViewTitle } from '../ui/page.tsx'
import type { CardFields } from './card-fields.ts'
import { CardForm } from './card-form.tsx'
import { declineText } from './decline-text.ts'
import { FundsForm } from './funds-form.tsx'
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
      <Ways checkout={checkout} state={state} fields={fields} onChange={onChange} />
      {checkout.entityType === 'invoice' ? null : (
        <p className="soft small">{words.payableUntil(formatMoment(checkout.expiresAt))}</p>
      )}
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

/** A card, or the balance where there is enough on it. */
function Ways({ checkout, state, fields, onChange }: PayViewProps): ReactNode {
  const words = texts.checkout
  const [way, setWay] = useState<'card' | 'funds'>('card')
  const { funds, currency, provider } = checkout
  const choices = funds && [
    { value: 'card' as const, label: words.ways.card },
    { value: 'funds' as const, label: words.ways.funds(formatMoney(funds.available, currency)) },
  ]
  return (
    <>
      {choices && state.sending !== 'sending' ? (
        <Choice name="way" legend={words.payWith} options={choices} value={way} onChange={setWay} />
      ) : null}
      {funds && way === 'funds' ? (
        <FundsForm checkout={checkout} state={state} />
      ) : (
        <>
          <CardForm checkout={checkout} state={state} fields={fields} onChange={onChange} />
          {provider === 'sandbox' ? (
            <TestCards onUse={(card) => onChange({ ...fields, ...card })} />
          ) : null}
        </>
      )}
    </>
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
  if (refusal?.code === 'INSUFFICIENT_FUNDS') return words.fundsGone
  const overtaken = refusal?.code?.startsWith('PAYMENT_')
  if (refusal?.kind === 'refused' && !overtaken) {
    return refusal.fields[0]?.message ?? refusal.message
  }
  if (failure) return declineText(failure)
  return acted && refusal && !overtaken ? words.notSent : undefined
}
