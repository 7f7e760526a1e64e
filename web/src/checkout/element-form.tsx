import { type FormEvent, type ReactNode, useState } from 'react'
import type { Checkout } from '../api/portal.ts'
import { texts } from '../texts/texts.ts'
import { FailedLoad } from '../ui/failed-load.tsx'
import { Notice } from '../ui/notice.tsx'
import { Skeleton } from '../ui/skeleton.tsx'
import { isKept, Keep } from './keep.tsx'
import { PayButton } from './pay-button.tsx'
import { confirmInForm } from './stripe/confirm.ts'
import { useStripeForm } from './stripe/use-stripe-form.ts'
import type { CheckoutState } from './use-checkout.ts'

type ElementFormProps = { readonly checkout: Checkout; readonly state: CheckoutState }

/** The form of Stripe, whether to keep what is entered, and the one button. */
export function ElementForm({ checkout, state }: ElementFormProps): ReactNode {
  const words = texts.checkout
  const [save, setSave] = useState(false)
  const [said, setSaid] = useState<string>()
  const [checking, setChecking] = useState(false)
  const { place, form, stage, retry } = useStripeForm(checkout)
  const sending = state.sending === 'sending' || checking
  const savePaymentMethod = isKept(checkout, save)

  async function submit(event: FormEvent): Promise<void> {
    event.preventDefault()
    if (sending || form === undefined || stage !== 'ready' || !navigator.onLine) return
    setSaid(undefined)
    setChecking(true)
    // What was entered and what is asked for must agree on whether it is kept.
    if (checkout.mode === 'payment') {
      await form.elements.update({ setupFutureUsage: savePaymentMethod ? 'off_session' : null })
    }
    const { error } = await form.elements.submit()
    setChecking(false)
    // Stripe says beside each field what is wrong with it.
    if (error) return
    state.run((client) => confirmInForm(client, { form, savePaymentMethod, onRefusal: setSaid }))
  }

  return (
    <form className="card-form" noValidate onSubmit={submit} aria-busy={sending}>
      <div role="alert">
        {said === undefined ? null : (
          <Notice kind="bad">
            <p>
              <strong>{said}</strong>
            </p>
            <p>{words.notCharged}</p>
          </Notice>
        )}
      </div>
      {stage === 'loading' ? <Skeleton label={words.element.loading} lines={5} /> : null}
      {stage === 'failed' ? <FailedLoad text={words.element.failed} onRetry={retry} /> : null}
      <div ref={place} className={stage === 'ready' ? 'element' : 'element element-hidden'} />
      {stage === 'ready' ? (
        <>
          <Keep checkout={checkout} isCard={false} save={save} onChange={setSave} />
          <PayButton checkout={checkout} sending={sending} isCard={false} />
        </>
      ) : null}
    </form>
  )
}
