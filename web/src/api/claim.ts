import type { claims } from '@tallystick/contract/claims.ts'
import type { Endpoint, Input, Reply } from '@tallystick/contract/endpoint.ts'
import { RequestFailure, request } from './request.ts'

type Answer<E extends Endpoint> = Extract<Reply<E>, { status: 200 }>['body']

export type Claim = Answer<typeof claims.openClaim>
export type ClaimedAccount = Answer<typeof claims.acceptClaim>
export type Acceptance = Omit<Input<typeof claims.acceptClaim>['body'], 'code'>

/** Calls the API as the holder of a claim link. */
export type ClaimClient = {
  readonly open: (signal: AbortSignal) => Promise<Claim>
  readonly accept: (acceptance: Acceptance, idempotencyKey: string) => Promise<ClaimedAccount>
}

/** For the link in the address bar; undefined when there is none. */
export function claimClient(): ClaimClient | undefined {
  const id = /^\/claim\/([\w-]{1,80})\/?$/.exec(location.pathname)?.[1]
  if (id === undefined) return undefined
  const code = location.hash.slice(1) || recall(id)
  if (code === undefined) return undefined
  const post = <T>(act: string, body: object, more: object = {}) =>
    request<T>(`/v0/claims/${id}/${act}`, { method: 'POST', body: { code, ...body }, ...more })
  return {
    async open(signal) {
      try {
        const claim = await post<Claim>('opening', {}, { signal })
        remember(id, code)
        dropFragment()
        return claim
      } catch (failure) {
        // A code that was never looked at stays in the address, so that a reload can try it again.
        if (failure instanceof RequestFailure && failure.kind === 'denied') dropFragment()
        throw failure
      }
    },
    accept: (acceptance, idempotencyKey) => post('acceptance', acceptance, { idempotencyKey }),
  }
}

/** The secret must not stay in the address bar, the history or a bookmark. */
function dropFragment(): void {
  history.replaceState(history.state, '', location.pathname + location.search)
}

const keyOf = (id: string) => `tallystick:claim:${id}`

/** For a reload of this tab. */
function recall(id: string): string | undefined {
  return sessionStorage.getItem(keyOf(id)) ?? undefined
}

function remember(id: string, code: string): void {
  sessionStorage.setItem(keyOf(id), code)
}
