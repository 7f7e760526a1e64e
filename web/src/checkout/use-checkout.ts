import { useCallback, useEffect, useRef, useState } from 'react'
import type { CardPayment, Checkout } from '../api/portal.ts'
import { RequestFailure } from '../api/request.ts'
import type { Client } from '../api/session.ts'
import { asFailure, useLoad } from '../ui/use-load.ts'

const path = '/v0/portal/checkout'

/** What is under way between the reader's press and the server's answer. */
export type Sending = 'idle' | 'sending' | 'unsure'

export type CheckoutState = {
  readonly checkout: Checkout | undefined
  readonly failure: RequestFailure | undefined
  readonly sending: Sending
  /** Why the last attempt did not reach the bank at all. */
  readonly refusal: RequestFailure | undefined
  /** Whether something happened before the reader's eyes, rather than before they came. */
  readonly acted: boolean
  readonly pay: (payment: CardPayment) => void
  readonly payFromFunds: () => void
  readonly answer: (challengeId: string, outcome: 'accept' | 'refuse') => void
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
  const [newest, setNewest] = useState<Checkout>()
  const [sending, setSending] = useState<Sending>('idle')
  const [refusal, setRefusal] = useState<RequestFailure>()
  const [acted, setActed] = useState(false)
  const busy = useRef(false)

  const settle = useCallback((checkout: Checkout) => {
    busy.current = false
    setNewest(checkout)
    setSending('idle')
  }, [])

  const doubt = useCallback(() => {
    busy.current = false
    setSending('unsure')
  }, [])

  const send = useCallback(
    (part: string, body: unknown) => {
      // State lags behind a second press in the same frame; the reference does not.
      if (busy.current || client === undefined) return
      busy.current = true
      setSending('sending')
      setRefusal(undefined)
      setActed(true)
      client.post<Checkout>(`${path}/${part}`, body, crypto.randomUUID()).then(settle, (cause) => {
        const failure = asFailure(cause)
        setRefusal(failure)
        if (isOvertaken(failure)) return client.get<Checkout>(path).then(settle, doubt)
        if (mayHaveArrived(failure)) return doubt()
        busy.current = false
        setSending('idle')
      })
    },
    [client, settle, doubt],
  )

  const checkout = newest ?? load.value
  const lose = useCallback((failure: RequestFailure) => {
    setRefusal(failure)
    setSending('idle')
  }, [])
  useAwaitedOutcome({ client, checkout, sending, settle, lose })

  return {
    checkout,
    failure: checkout === undefined && !load.loading ? load.failure : undefined,
    sending,
    refusal,
    acted: acted || newest !== undefined,
    pay: (payment) => send('payments', payment),
    payFromFunds: () => send('funds', undefined),
    answer: (challengeId, outcome) => send('challenge', { challengeId, outcome }),
    reload: load.reload,
  }
}

/** Whether another tab was faster, or time was, or the balance went elsewhere: what is shown is out of date. */
function isOvertaken({ code = '' }: RequestFailure): boolean {
  return /^PAYMENT_(SESSION|IN)_|^INSUFFICIENT_FUNDS$/.test(code)
}

/** Whether the payment may have happened although no answer says so. */
function mayHaveArrived({ kind, code }: RequestFailure): boolean {
  return kind === 'unreachable' || kind === 'broken' || code === 'REQUEST_IN_PROGRESS'
}

type Awaited = {
  readonly client: Client | undefined
  readonly checkout: Checkout | undefined
  readonly sending: Sending
  readonly settle: (checkout: Checkout) => void
  readonly lose: (failure: RequestFailure) => void
}

const firstLookMs = 1_000
const slowestLookMs = 5_000

/** Looks again, ever more patiently, while the outcome is open. */
function useAwaitedOutcome({ client, checkout, sending, settle, lose }: Awaited): void {
  const open =
    sending === 'unsure' || (checkout?.status === 'processing' && checkout.challenge === undefined)
  useEffect(() => {
    if (!open || client === undefined) return undefined
    let waitMs = firstLookMs
    let timer = setTimeout(look, waitMs)
    const controller = new AbortController()
    function again(): void {
      waitMs = Math.min(slowestLookMs, waitMs * 1.5)
      timer = setTimeout(look, waitMs)
    }
    function look(): void {
      client?.get<Checkout>(path, controller.signal).then(
        (found) => {
          settle(found)
          if (found.status === 'processing') again()
        },
        (cause: unknown) => {
          if (controller.signal.aborted) return
          const failure = asFailure(cause)
          // A session that has run out will not come back by waiting.
          if (failure.kind === 'denied') lose(failure)
          else again()
        },
      )
    }
    return () => {
      clearTimeout(timer)
      controller.abort()
    }
  }, [open, client, settle, lose])
}
