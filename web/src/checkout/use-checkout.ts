import { useCallback, useRef, useState } from 'react'
import type { Checkout, Payment } from '../api/portal.ts'
import { RequestFailure } from '../api/request.ts'
import type { Client } from '../api/session.ts'
import { asFailure, useLoad } from '../ui/use-load.ts'
import { type Sending, useAwaitedOutcome } from './use-awaited-outcome.ts'

const path = '/v0/portal/checkout'

export type CheckoutState = {
  readonly checkout: Checkout | undefined
  readonly failure: RequestFailure | undefined
  readonly sending: Sending
  /** Why the last attempt did not reach the bank at all. */
  readonly refusal: RequestFailure | undefined
  /** Whether something happened before the reader's eyes, rather than before they came. */
  readonly acted: boolean
  /** Whether the payment is another now than when the page was opened. */
  readonly changed: boolean
  readonly pay: (payment: Payment) => void
  readonly payFromFunds: () => void
  readonly answer: (challengeId: string, outcome: 'accept' | 'refuse' | 'abandon') => void
  /** Anything else that ends in a checkout, held to the same care: once at a time, and never lost. */
  readonly run: (work: (client: Client) => Promise<Checkout>) => void
  /** Looks what became of what was begun here. */
  readonly follow: () => void
  /** Looks whether something happened elsewhere. */
  readonly look: () => void
  /** Opens the link in a window of ours. */
  readonly pass: () => Promise<string>
  readonly reload: () => void
}

/** The payment that the link names, and what can be done to it. */
export function useCheckout(client: Client | undefined): CheckoutState {
  const read = useCallback(
    (signal: AbortSignal): Promise<Checkout> =>
      client ? client.get(path, signal) : Promise.reject(new RequestFailure('denied')),
    [client],
  )
  const load = useLoad(read)
  const { newest, setNewest, settle, lose, run, peek, ...done } = useActs(client)
  const checkout = newest ?? load.value
  useAwaitedOutcome({ client, checkout, sending: done.sending, settle, lose })

  const send = (part: string, body: unknown) =>
    run((by) => by.post<Checkout>(`${path}/${part}`, body, crypto.randomUUID()))
  return {
    ...done,
    checkout,
    failure: checkout === undefined && !load.loading ? load.failure : undefined,
    changed: newest !== undefined,
    pay: (payment) => send('payments', payment),
    payFromFunds: () => send('funds', undefined),
    answer: (challengeId, outcome) => send('challenge', { challengeId, outcome }),
    run,
    follow: useCallback(() => peek(settle), [peek, settle]),
    look: useCallback(() => peek(setNewest), [peek, setNewest]),
    pass: useCallback(
      async () => (client ? client.pass() : Promise.reject(new RequestFailure('denied'))),
      [client],
    ),
    reload: load.reload,
  }
}

/** What was done here and what came of it, one thing at a time. */
function useActs(client: Client | undefined) {
  const [newest, setNewest] = useState<Checkout>()
  const [sending, setSending] = useState<Sending>('idle')
  const [refusal, setRefusal] = useState<RequestFailure>()
  const [acted, setActed] = useState(false)
  const busy = useRef(false)

  const rest = useCallback((next: Sending) => {
    busy.current = false
    setSending(next)
  }, [])

  const settle = useCallback(
    (checkout: Checkout) => {
      setNewest(checkout)
      setActed(true)
      rest('idle')
    },
    [rest],
  )

  const run = useCallback(
    (work: (client: Client) => Promise<Checkout>) => {
      // State lags behind a second press in the same frame; the reference does not.
      if (busy.current || client === undefined) return
      busy.current = true
      setSending('sending')
      setRefusal(undefined)
      setActed(true)
      work(client).then(settle, (cause) => {
        const failure = asFailure(cause)
        setRefusal(failure)
        const doubt = () => rest('unsure')
        if (isOvertaken(failure)) return client.get<Checkout>(path).then(settle, doubt)
        rest(mayHaveArrived(failure) ? 'unsure' : 'idle')
      })
    },
    [client, settle, rest],
  )

  const peek = useCallback(
    (found: (checkout: Checkout) => void) => {
      if (busy.current || client === undefined) return
      client.get<Checkout>(path).then(
        (checkout) => {
          if (!busy.current) found(checkout)
        },
        // What cannot be seen now is seen at the next look.
        () => undefined,
      )
    },
    [client],
  )

  const lose = useCallback((failure: RequestFailure) => {
    setRefusal(failure)
    setSending('idle')
  }, [])

  return { newest, setNewest, sending, refusal, acted, settle, lose, run, peek }
}

/** Whether another tab was faster, or time was, or the balance went elsewhere: what is shown is out of date. */
function isOvertaken({ code = '' }: RequestFailure): boolean {
  return /^PAYMENT_(SESSION|IN)_|^INSUFFICIENT_FUNDS$/.test(code)
}

/** Whether the payment may have happened although no answer says so. */
function mayHaveArrived({ kind, code }: RequestFailure): boolean {
  return kind === 'unreachable' || kind === 'broken' || code === 'REQUEST_IN_PROGRESS'
}
