/** Why a call did not bring what was asked for, in the terms a page can act on. */
export type FailureKind =
  /** Nothing came back: the reader is offline or the server is out of reach. */
  | 'unreachable'
  /** The link or the session is unknown, used up or revoked. */
  | 'denied'
  /** The server understood and said no; `message` says why. */
  | 'refused'
  /** Too many calls; it works again in a moment. */
  | 'busy'
  /** The server has a fault of its own. */
  | 'broken'

export class RequestFailure extends Error {
  readonly kind: FailureKind
  readonly code: string | undefined
  readonly fields: readonly FieldProblem[]

  constructor(
    kind: FailureKind,
    { reply = {}, cause }: { reply?: ProblemReply; cause?: unknown } = {},
  ) {
    super(reply.message ?? kind, { cause })
    this.kind = kind
    this.code = reply.code
    this.fields = reply.errors ?? []
  }
}

export type FieldProblem = { readonly field: string; readonly message: string }

type ProblemReply = {
  readonly message?: string
  readonly code?: string
  readonly errors?: readonly FieldProblem[]
}

export type Call = {
  readonly method?: 'GET' | 'POST' | 'PUT' | 'PATCH' | 'DELETE'
  readonly token?: string | undefined
  readonly body?: unknown
  readonly signal?: AbortSignal | undefined
  /** Makes a repeated POST have the effect of one. */
  readonly idempotencyKey?: string
}

const patienceMs = 30_000

/** One call of the API. Rejects with a `RequestFailure`, or with an `AbortError` when called off. */
export async function request<T>(path: string, call: Call = {}): Promise<T> {
  const response = await send(path, call)
  const reply = await readJson(response)
  if (response.ok) return reply as T
  throw new RequestFailure(kindOf(response.status), { reply: (reply ?? {}) as ProblemReply })
}

async function send(path: string, call: Call): Promise<Response> {
  const patience = AbortSignal.timeout(patienceMs)
  try {
    return await fetch(path, {
      method: call.method ?? 'GET',
      headers: headersOf(call),
      credentials: 'omit',
      cache: 'no-store',
      signal: call.signal ? AbortSignal.any([call.signal, patience]) : patience,
      ...(call.body === undefined ? {} : { body: JSON.stringify(call.body) }),
    })
  } catch (cause) {
    if (call.signal?.aborted) throw cause
    throw new RequestFailure('unreachable', { cause })
  }
}

function headersOf(call: Call): Record<string, string> {
  return {
    accept: 'application/json',
    ...(call.body === undefined ? {} : { 'content-type': 'application/json' }),
    ...(call.token === undefined ? {} : { authorization: `Bearer ${call.token}` }),
    ...(call.idempotencyKey === undefined ? {} : { 'idempotency-key': call.idempotencyKey }),
  }
}

async function readJson(response: Response): Promise<unknown> {
  if (response.status === 204) return undefined
  try {
    return await response.json()
  } catch (cause) {
    if (!response.ok) return undefined
    throw new RequestFailure('unreachable', { cause })
  }
}

function kindOf(status: number): FailureKind {
  if (status === 401 || status === 403 || status === 404 || status === 410) return 'denied'
  if (status === 429) return 'busy'
  return status >= 500 ? 'broken' : 'refused'
}
