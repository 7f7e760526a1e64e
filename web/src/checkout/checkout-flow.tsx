import { type ReactNode, useCallback, useEffect, useRef, useState } from 'react'
import type { Checkout } from '../api/portal.ts'
import type { RequestFailure } from '../api/request.ts'
import { type Client, openClient } from '../api/session.ts'
import { texts } from '../texts/texts.ts'
import { type FrameMessage, tellParent } from '../ui/frame.ts'
import { Inside } from '../ui/inside.ts'
import { Skeleton } from '../ui/skeleton.tsx'
import { Trouble } from '../ui/trouble.tsx'
import './checkout.css'
import { emptyCard } from './card-fields.ts'
import { Challenge } from './challenge.tsx'
import { Done } from './done.tsx'
import { Over } from './over.tsx'
import { type Entered, nothingEntered, PayView } from './pay-view.tsx'
import { Processing } from './processing.tsx'
import { type CheckoutState, useCheckout } from './use-checkout.ts'
import { useNews } from './use-news.ts'

export type CheckoutEnd = { readonly status: Checkout['status'] }

type CheckoutFlowProps = {
  /** From the address of a checkout: `/checkout/{id}#{code}`. */
  readonly id: string
  /** The secret; it stays in memory, as does the session that it opens. */
  readonly code: string
  /** Told once, when the payment is over in one way or another. The outcome stays in view. */
  readonly onEnd: (end: CheckoutEnd) => void
}

/** A whole checkout as a part of another page. */
export function CheckoutFlow({ id, code, onEnd }: CheckoutFlowProps): ReactNode {
  const [client] = useState(() => openClient({ id, code }, { ofPage: false }))
  const ended = useRef(false)
  const onChange = useCallback(
    ({ status }: Checkout) => {
      if (ended.current || status === 'pending' || status === 'processing') return
      ended.current = true
      onEnd({ status })
    },
    [onEnd],
  )
  return (
    <Inside value={true}>
      <PaymentOf client={client} onChange={onChange} />
    </Inside>
  )
}

type PaymentOfProps = {
  readonly client: Client | undefined
  /** Told what is known of the payment whenever that changes. */
  readonly onChange: (checkout: Checkout) => void
}

/** The payment that a client's link names. */
export function PaymentOf({ client, onChange }: PaymentOfProps): ReactNode {
  const state = useCheckout(client)
  const { checkout } = state
  useEffect(() => {
    if (checkout) onChange(checkout)
  }, [checkout, onChange])
  useNews(state)
  useOutcomeForParent(state)
  return <View state={state} />
}

function View({ state }: { state: CheckoutState }): ReactNode {
  const { checkout, failure, refusal, reload } = state
  const [entered, setEntered] = useState(() => nothingEntered(emptyCard))
  const ended = state.acted && state.sending !== 'sending'
  useEffect(() => {
    // What was typed stays for another try, except the code: it must not outlive its one use.
    if (ended) setEntered((before) => ({ ...before, card: { ...before.card, cvc: '' } }))
  }, [ended])
  const gone = refusal?.kind === 'denied' ? refusal : failure
  if (gone) return <Trouble failure={gone} invalid={texts.checkout.invalid} retry={reload} />
  if (checkout === undefined) {
    return <Skeleton label={texts.checkout.loading} lines={8} block={true} page={true} />
  }
  if (state.sending === 'unsure') return <Processing checkout={checkout} unsure={true} />
  return <Known state={state} checkout={checkout} entered={entered} onChange={setEntered} />
}

type KnownProps = {
  readonly state: CheckoutState
  readonly checkout: Checkout
  readonly entered: Entered
  readonly onChange: (entered: Entered) => void
}

function Known({ state, checkout, entered, onChange }: KnownProps): ReactNode {
  const { status, challenge } = checkout
  // Refused because it was paid meanwhile, in another tab or by somebody else.
  const overtaken = state.refusal?.code === 'PAYMENT_SESSION_CLOSED'
  if (challenge && (status === 'pending' || status === 'processing')) {
    return <Challenge checkout={checkout} challengeId={challenge.id} state={state} />
  }
  switch (status) {
    case 'pending':
      return <PayView checkout={checkout} state={state} entered={entered} onChange={onChange} />
    case 'processing':
      return <Processing checkout={checkout} unsure={false} />
    case 'completed':
      return <Done checkout={checkout} fresh={state.acted && !overtaken} />
    case 'failed':
    case 'expired':
    case 'cancelled':
      return <Over checkout={checkout} arrived={state.changed} />
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
