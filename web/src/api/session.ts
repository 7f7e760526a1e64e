import type { Session as OpenedSession } from './portal.ts'
import { type Call, RequestFailure, request } from './request.ts'

/** What the address of a checkout or a portal page names; the code is the secret in its fragment. */
export type Link = { readonly id: string; readonly code: string | undefined }

type Session = Pick<OpenedSession, 'token' | 'expiresAt'>

/** The code of a failure that only opening the link once more can mend. */
export const sessionEnded = 'SESSION_ENDED'

/** Calls the API as the holder of a link. */
export type Client = {
  readonly get: <T>(path: string, signal?: AbortSignal) => Promise<T>
  readonly post: <T>(path: string, body: unknown, idempotencyKey: string) => Promise<T>
  /** What opens the same session in a window of ours. */
  readonly pass: () => Promise<string>
  /** What has the effect of once however often it is sent. */
  readonly change: <T>(
    method: 'PUT' | 'PATCH' | 'DELETE',
    path: string,
    body?: unknown,
  ) => Promise<T>
}

/** The link in the address bar, if it has the shape of one. */
export function readLink(): Link | undefined {
  const id = /^\/(?:checkout|p)\/([\w-]{1,80})\/?$/.exec(location.pathname)?.[1]
  if (id === undefined) return undefined
  const code = location.hash.slice(1)
  return { id, code: code === '' ? undefined : code }
}

/** Calls the API with a session that another page of ours has opened. */
export function clientWith(token: string): Client {
  const call = <T>(path: string, details: Call) => request<T>(path, { ...details, token })
  return {
    pass: async () => token,
    get: (path, signal) => call(path, { signal }),
    post: (path, body, idempotencyKey) => call(path, { method: 'POST', body, idempotencyKey }),
    change: (method, path, body) => call(path, { method, body }),
  }
}

type Keeping = {
  /** Whether the link is that of the page, whose session outlives a reload; one opened inside a page does not. */
  readonly ofPage: boolean
}

/**
 * Opens sessions for a link as calls need them. The code stays in memory, for the day the session
 * runs out while the page is open.
 */
export function openClient(link: Link, { ofPage }: Keeping = { ofPage: true }): Client {
  // A fresh code in the address is the reader's newest word: it replaces what an older one opened.
  let session = link.code === undefined ? recall(link.id) : undefined
  let opening: Promise<Session> | undefined

  async function open(): Promise<Session> {
    if (link.code === undefined) throw new RequestFailure('denied')
    opening ??= (ofPage ? exchangeOfPage : exchange)(link.id, link.code).finally(() => {
      opening = undefined
    })
    session = await opening
    return session
  }

  async function call<T>(path: string, details: Call): Promise<T> {
    const { token } = session ?? (await open())
    try {
      return await request<T>(path, { ...details, token })
    } catch (failure) {
      if (!isSessionOver(failure)) throw failure
      if (ofPage) forget(link.id)
      if (link.code === undefined) {
        throw new RequestFailure('denied', { cause: failure, reply: { code: sessionEnded } })
      }
      const renewed = await open()
      return request<T>(path, { ...details, token: renewed.token })
    }
  }

  return {
    pass: async () => (session ?? (await open())).token,
    get: (path, signal) => call(path, { signal }),
    post: (path, body, idempotencyKey) => call(path, { method: 'POST', body, idempotencyKey }),
    change: (method, path, body) => call(path, { method, body }),
  }
}

async function exchangeOfPage(id: string, code: string): Promise<Session> {
  try {
    const session = await exchange(id, code)
    remember(id, session)
    dropFragment()
    return session
  } catch (failure) {
    // A code that was never looked at stays in the address, so that a reload can try it again.
    if (isDenied(failure)) dropFragment()
    throw failure
  }
}

async function exchange(id: string, code: string): Promise<Session> {
  try {
    return await request<Session>('/v0/portal/sessions', { method: 'POST', body: { id, code } })
  } catch (failure) {
    if (isDenied(failure) || isRefused(failure)) {
      const code = failure instanceof RequestFailure ? failure.code : undefined
      throw new RequestFailure('denied', { cause: failure, ...(code && { reply: { code } }) })
    }
    throw failure
  }
}

/** The secret must not stay in the address bar, the history or a bookmark. */
function dropFragment(): void {
  history.replaceState(history.state, '', location.pathname + location.search)
}

/** Not what the session may not do, nor what is not there: opening it again would not help. */
const isSessionOver = (failure: unknown) =>
  failure instanceof RequestFailure &&
  failure.kind === 'denied' &&
  failure.code !== 'FORBIDDEN' &&
  failure.code !== 'NOT_FOUND'
const isDenied = (failure: unknown) =>
  failure instanceof RequestFailure && failure.kind === 'denied'
const isRefused = (failure: unknown) =>
  failure instanceof RequestFailure && failure.kind === 'refused'

const memory = new Map<string, Session>()
const keyOf = (id: string) => `tallystick:session:${id}`

function recall(id: string): Session | undefined {
  try {
    const stored = sessionStorage.getItem(keyOf(id))
    if (stored !== null) return JSON.parse(stored) as Session
  } catch {
    // Storage is refused in some frames: the session then lives as long as the page.
  }
  return memory.get(id)
}

function remember(id: string, session: Session): void {
  memory.set(id, session)
  try {
    const { token, expiresAt } = session
    sessionStorage.setItem(keyOf(id), JSON.stringify({ token, expiresAt }))
  } catch {
    // As above: memory holds it.
  }
}

function forget(id: string): void {
  memory.delete(id)
  try {
    sessionStorage.removeItem(keyOf(id))
  } catch {
    // As above: there is nothing to remove.
  }
}
