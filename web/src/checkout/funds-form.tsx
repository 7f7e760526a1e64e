import type { FormEvent, ReactNode } from 'react'
import type { Checkout } from '../api/portal.ts'
import { texts } from '../texts/texts.ts'
import { PayButton } from './pay-button.tsx'
import { amountOf } from './summary.tsx'
import type { CheckoutState } from './use-checkout.ts'

type FundsFormProps = { readonly checkout: Checkout; readonly state: CheckoutState }

/** Pays out of the balance: nothing to fill in, one button. */
export function FundsForm({ checkout, state }: FundsFormProps): ReactNode {
  const words = texts.checkout
  const sending = state.sending === 'sending'
  function submit(event: FormEvent): void {
    event.preventDefault()
    if (!sending && navigator.onLine) state.payFromFunds()
  }
  return (
    <form className="card-form" onSubmit={submit} aria-busy={sending}>
      <h2>{words.fromFunds}</h2>
      <p>{words.fromFundsExplain(amountOf(checkout), checkout.merchant.name)}</p>
      <PayButton checkout={checkout} sending={sending} />
    </form>
  )
}
