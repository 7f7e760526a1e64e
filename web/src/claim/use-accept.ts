import { useRef, useState } from 'react'
import type { Acceptance, ClaimClient, ClaimedAccount } from '../api/claim.ts'
import type { RequestFailure } from '../api/request.ts'
import { asFailure } from '../ui/use-load.ts'

export type Accepting = {
  readonly accept: (acceptance: Acceptance) => void
  readonly account: ClaimedAccount | undefined
  /** The link is good no more. */
  readonly over: RequestFailure | undefined
  readonly busy: boolean
  /** Why the last try came to nothing. */
  readonly code: string | undefined
}

/** Takes the account over, once: who presses again after the connection broke repeats the same request. */
export function useAccept(client: ClaimClient): Accepting {
  const [account, setAccount] = useState<ClaimedAccount>()
  const [failure, setFailure] = useState<RequestFailure>()
  const [busy, setBusy] = useState(false)
  const sent = useRef({ text: '', key: '' })

  const accept = (acceptance: Acceptance) => {
    if (busy) return
    const text = JSON.stringify(acceptance)
    if (sent.current.text !== text) sent.current = { text, key: crypto.randomUUID() }
    setBusy(true)
    setFailure(undefined)
    client
      .accept(acceptance, sent.current.key)
      .then(setAccount, (cause: unknown) => setFailure(asFailure(cause)))
      .finally(() => setBusy(false))
  }

  const code = failure && (failure.code ?? failure.kind)
  const isOver = code === 'LINK_EXPIRED' || code === 'NOT_FOUND'
  return { accept, account, over: isOver ? failure : undefined, busy, code }
}
