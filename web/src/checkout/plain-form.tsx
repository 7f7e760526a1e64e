import { type FormEvent, type ReactNode, useState } from 'react'
import type { Checkout } from '../api/portal.ts'
import { texts } from '../texts/texts.ts'
import { isKept, Keep } from './keep.tsx'
import { PayButton } from './pay-button.tsx'
import { amountOf } from './summary.tsx'
import type { CheckoutState } from './use-checkout.ts'
import type { Way } from './ways.ts'

type PlainFormProps = {
  readonly checkout: Checkout
  readonly state: CheckoutState
  readonly way: Way
}

/** Pays with what needs nothing filled in: a stored method, a wallet or the balance. */
export function PlainForm({ checkout, state, way }: PlainFormProps): ReactNode {
  const [save, setSave] = useState(false)
  const sending = state.sending === 'sending'
  function submit(event: FormEvent): void {
    event.preventDefault()
    if (sending || !navigator.onLine) return
    if (way.methodId !== undefined) state.pay({ paymentMethodId: way.methodId })
    else if (way.kind === 'funds') state.payFromFunds()
    else state.pay({ wallet: true, savePaymentMethod: isKept(checkout, save) })
  }
  return (
    <form className="card-form" onSubmit={submit} aria-busy={sending}>
      <p>{explain(checkout, way)}</p>
      {way.kind === 'wallet' ? (
        <Keep checkout={checkout} isCard={false} save={save} onChange={setSave} />
      ) : null}
      <PayButton checkout={checkout} sending={sending} isCard={false} />
    </form>
  )
}

function explain(checkout: Checkout, { kind, label }: Way): string {
  const words = texts.checkout
  const { mode, merchant } = checkout
  const amount = amountOf(checkout)
  if (kind === 'method') return words.withMethod(amount, label)
  if (kind === 'funds') return words.fromFundsExplain(amount, merchant.name)
  return mode === 'setup'
    ? words.setupWallet(merchant.name)
    : words.withWallet(amount, merchant.name)
}
