import { type ReactNode, useEffect, useRef, useState } from 'react'
import type { Checkout } from '../api/portal.ts'
import type { RequestFailure } from '../api/request.ts'
import { texts } from '../texts/texts.ts'
import { type FrameMessage, tellParent } from '../ui/frame.ts'
import { Page } from '../ui/page.tsx'
import { Skeleton } from '../ui/skeleton.tsx'
import { Trouble } from '../ui/trouble.tsx'
import { useClient } from '../ui/use-client.ts'
import { type CardFields, emptyCard } from './card-fields.ts'
import { Challenge } from './challenge.tsx'
import { Done } from './done.tsx'
import { Over } from './over.tsx'
import { PayView } from './pay-view.tsx'
import { Processing } from './processing.tsx'
import { type CheckoutState, useCheckout } from './use-checkout.ts'

/** One payment, from what it is for to what became of it. */
export function CheckoutPage(): ReactNode {
  const state = useCheckout(useClient())
  const { checkout } = state
  useEffect(() => {
    const merchant = checkout?.merchant.name
    document.title = [texts.checkout.documentTitle, merchant].filter(Boolean).join(' · ')
  }, [checkout?.merchant.name])
  useOutcomeForParent(state)
  return (
    <Page
      name={checkout?.merchant.name}
      aside={checkout?.provider === 'sandbox' ? <SandboxTag /> : undefined}
    >
      <View state={state} />
    </Page>
  )
}

function SandboxTag(): ReactNode {
  return (
    <span className="tag" title={texts.common.sandboxNote}>
      {texts.common.sandbox}
    </span>
  )
}

function View({ state }: { state: CheckoutState }): ReactNode {
  const { checkout, failure, refusal, reload } = state
  const [fields, setFields] = useState<CardFields>(emptyCard)
  const ended = state.acted && state.sending !== 'sending'
  useEffect(() => {
    // What was typed stays for another try, except the code: it must not outlive its one use.
    if (ended) setFields((before) => ({ ...before, cvc: '' }))
  }, [ended])
  const gone = refusal?.kind === 'denied' ? refusal : failure
  if (gone) return <Trouble failure={gone} invalid={texts.checkout.invalid} retry={reload} />
  if (checkout === undefined) {
    return <Skeleton label={texts.checkout.loading} lines={8} block={true} page={true} />
  }
  if (state.sending === 'unsure') return <Processing checkout={checkout} unsure={true} />
  return <Known state={state} checkout={checkout} fields={fields} onChange={setFields} />
}

type KnownProps = {
  readonly state: CheckoutState
  readonly checkout: Checkout
  readonly fields: CardFields
  readonly onChange: (fields: CardFields) => void
}

function Known({ state, checkout, fields, onChange }: KnownProps): ReactNode {
  const { status, challenge } = checkout
  // Refused because it was paid meanwhile, in another tab or by somebody else.
  const overtaken = state.refusal?.code === 'PAYMENT_SESSION_CLOSED'
  if (challenge && (status === 'pending' || status === 'processing')) {
    return <Challenge checkout={checkout} challengeId={challenge.id} state={state} />
  }
  switch (status) {
    case 'pending':
      return <PayView checkout={checkout} state={state} fields={fields} onChange={onChange} />
    case 'processing':
      return <Processing checkout={checkout} unsure={false} />
    case 'completed':
      return <Done checkout={checkout} fresh={state.acted && !overtaken} />
    case 'failed':
    case 'expired':
    case 'cancelled':
      return <Over checkout={checkout} arrived={state.acted} />
  }
}

/** An embedding page learns of each outcome once, and only of those that happened before its eyes. */
function useOutcomeForParent({ checkout, acted, refusal }: CheckoutState): void {
  const told = useRef<Checkout | RequestFailure>(undefined)
  useEffect(() => {
    const source = refusal ?? checkout
    if (checkout === undefined || source === undefined || !acted || told.current === source) return
    const message = outcomeOf(checkout, refusal)
    if (message === undefined) return
    told.current = source
    tellParent(message)
  }, [checkout, acted, refusal])
}

function outcomeOf(
  { id, status, failure }: Checkout,
  refusal: RequestFailure | undefined,
): FrameMessage | undefined {
  if (status === 'completed') return { type: 'payment_success', id }
  if (failure !== undefined) return { type: 'payment_error', id, code: failure.code }
  if (refusal?.kind !== 'refused') return undefined
  return { type: 'payment_error', id, code: (refusal.code ?? 'refused').toLowerCase() }
}
