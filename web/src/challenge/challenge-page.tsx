import { type ReactNode, useEffect, useState } from 'react'
import { type Client, clientWith } from '../api/session.ts'
import { Bank } from '../checkout/bank.tsx'
import '../checkout/checkout.css'
import { explain } from '../checkout/question.ts'
import { type CheckoutState, useCheckout } from '../checkout/use-checkout.ts'
import { texts } from '../texts/texts.ts'
import { Page, ViewTitle } from '../ui/page.tsx'
import { Skeleton } from '../ui/skeleton.tsx'
import { Trouble } from '../ui/trouble.tsx'

/** The window in which the bank of the sandbox asks; it closes itself once it is answered. */
export function ChallengePage(): ReactNode {
  const [client] = useState(takeClient)
  const state = useCheckout(client)
  const { checkout } = state
  useEffect(() => {
    document.title = texts.checkout.challenge.title
  }, [])
  return (
    <Page name={checkout?.merchant.name}>
      <View state={state} />
    </Page>
  )
}

function View({ state }: { readonly state: CheckoutState }): ReactNode {
  const { checkout, failure, refusal, reload } = state
  const words = texts.checkout.challenge
  const gone = refusal?.kind === 'denied' ? refusal : failure
  if (gone) return <Trouble failure={gone} invalid={words.window.close} retry={reload} />
  if (checkout === undefined) return <Skeleton label={words.title} lines={4} page={true} />
  const { challenge } = checkout
  if (challenge === undefined) return <Answered acted={state.acted} />
  return (
    <div className="view">
      <ViewTitle arrived={true}>{words.title}</ViewTitle>
      <p>{explain(checkout)}</p>
      <Bank challengeId={challenge.id} state={state} />
    </div>
  )
}

/** Browsers let a script close only what a script opened: elsewhere the sentence stays. */
function Answered({ acted }: { readonly acted: boolean }): ReactNode {
  const words = texts.checkout.challenge.window
  useEffect(() => {
    if (acted) window.close()
  }, [acted])
  return (
    <div className="view">
      <ViewTitle arrived={true}>{acted ? words.done : words.over}</ViewTitle>
      <p>{words.close}</p>
      <p>
        <button type="button" className="button" onClick={() => window.close()}>
          {words.closeNow}
        </button>
      </p>
    </div>
  )
}

/** The session must not stay in the address bar or the history. */
function takeClient(): Client | undefined {
  const token = location.hash.slice(1)
  history.replaceState(null, '', location.pathname + location.search)
  return token === '' ? undefined : clientWith(token)
}
