import { useEffect } from 'react'
import type { Checkout } from '../api/portal.ts'
import type { RequestFailure } from '../api/request.ts'
import type { Client } from '../api/session.ts'
import { asFailure } from '../ui/use-load.ts'

const path = '/v0/portal/checkout'

/** What is under way between the reader's press and the server's answer. */
export type Sending = 'idle' | 'sending' | 'unsure'

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
export function useAwaitedOutcome({ client, checkout, sending, settle, lose }: Awaited): void {
  const open =
    sending === 'unsure' || (checkout?.status === 'processing' && checkout.challenge === undefined)
  // Stripe tells the server in its own time; who waits here asks it.
  const asks = checkout?.provider === 'stripe'
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
      const looking = asks
        ? // What Stripe does not say now, the server may know already.
          client
            ?.post<Checkout>(`${path}/refresh`, undefined, crypto.randomUUID())
            .catch(() => client.get<Checkout>(path, controller.signal))
        : client?.get<Checkout>(path, controller.signal)
      looking?.then(
        (found) => {
          if (controller.signal.aborted) return
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
  }, [open, asks, client, settle, lose])
}
