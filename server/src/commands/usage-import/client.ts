import { setTimeout as sleep } from 'node:timers/promises'
import { headers as names } from '@tallystick/contract/headers.ts'

/** An installation, and the key to act with. */
export type Client = {
  readonly url: string
  readonly key: string
  /** How often a request that may be repeated is sent at most. */
  readonly tries?: number
  readonly onRetry?: (reason: string, pauseMs: number) => void
}

export type Request = {
  readonly query?: Readonly<{ [name: string]: string | number }>
  readonly body?: unknown
  /** Makes a POST safe to repeat. */
  readonly idempotencyKey?: string
  /** The request has the effect of once by itself. */
  readonly repeatable?: boolean
}

/** The installation answered, and refused. */
export class Refused extends Error {
  override readonly name = 'Refused'
  readonly status: number
  readonly code: string

  constructor(status: number, { code, message }: { code: string; message: string }) {
    super(message)
    this.status = status
    this.code = code
  }
}

const timeoutMs = 60_000
const firstPauseMs = 250
const longestPauseMs = 10_000
const passing = new Set([408, 429, 500, 502, 503, 504])

/** Sends a request like `GET /v0/plans`, again after a pause where that is safe, and returns the reply's body. */
export async function ask<T>(client: Client, line: string, request: Request = {}): Promise<T> {
  const { tries = 8, onRetry } = client
  const safe =
    line.startsWith('GET ') || request.repeatable === true || request.idempotencyKey !== undefined
  for (let tried = 1; ; tried += 1) {
    const outcome = await attempt(client, line, request)
    if (outcome.failure === undefined) return outcome.body as T
    if (!(safe && outcome.passing) || tried >= tries) throw outcome.failure
    const doubled = Math.min(firstPauseMs * 2 ** (tried - 1), longestPauseMs)
    // Several senders that were turned away together must not come back together.
    const pauseMs = outcome.retryAfterMs ?? doubled * (0.5 + Math.random() / 2)
    onRetry?.(outcome.failure.message, pauseMs)
    await sleep(pauseMs)
  }
}

type Outcome = {
  readonly body?: unknown
  readonly failure?: Error
  readonly passing?: boolean
  readonly retryAfterMs?: number | undefined
}

async function attempt(client: Client, line: string, request: Request): Promise<Outcome> {
  const [method = 'GET', path = ''] = line.split(' ')
  const { query = {}, body, idempotencyKey } = request
  const search = new URLSearchParams(
    Object.entries(query).map(([name, value]) => [name, `${value}`]),
  )
  try {
    const reply = await fetch(`${client.url}${path}${search.size > 0 ? `?${search}` : ''}`, {
      method,
      headers: {
        ...(client.key && { authorization: `Bearer ${client.key}` }),
        ...(body !== undefined && { 'content-type': 'application/json' }),
        ...(idempotencyKey !== undefined && { [names.idempotencyKey]: idempotencyKey }),
      },
      signal: AbortSignal.timeout(timeoutMs),
      ...(body !== undefined && { body: JSON.stringify(body) }),
    })
    const text = await reply.text()
    if (reply.ok) return { body: text === '' ? undefined : JSON.parse(text) }
    return {
      failure: new Refused(reply.status, explained(text, reply.status)),
      passing: passing.has(reply.status),
      retryAfterMs: retryAfter(reply.headers.get('retry-after')),
    }
  } catch (cause) {
    const { message, cause: deeper } = cause as Error
    const why = deeper instanceof Error && deeper.message ? deeper.message : message
    return {
      failure: new Error(`${client.url} cannot be reached: ${why}`, { cause }),
      passing: true,
    }
  }
}

/** The code and sentence of a refusal, with the fields that it names. */
function explained(text: string, status: number): { code: string; message: string } {
  const { code, message, errors } = parsed(text)
  const fields = Array.isArray(errors)
    ? errors.map((error) => `${error.field} ${error.message}`).join('; ')
    : ''
  return {
    code: String(code ?? `HTTP_${status}`),
    message: fields || String(message ?? `The installation answered ${status}.`),
  }
}

function parsed(text: string): { [name: string]: unknown } {
  try {
    return Object(JSON.parse(text))
  } catch {
    return {}
  }
}

/** Seconds, or a date. */
function retryAfter(header: string | null): number | undefined {
  if (header === null) return undefined
  const seconds = /^\d+$/.test(header) ? Number(header) : (Date.parse(header) - Date.now()) / 1000
  return Number.isFinite(seconds) ? Math.max(0, seconds * 1000) : undefined
}
