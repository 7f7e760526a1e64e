import type { Endpoint, Input, Reply } from '@tallystick/contract/endpoint.ts'
import type { Ctx } from '../ctx.ts'
import type { Principal } from '../workspace.ts'
import type { Limit } from './rate-limit.ts'

/** With one success status the handler returns its body; with several it says which. */
export type Answer<E extends Endpoint> =
  Reply<E> extends { status: infer S; body: infer B }
    ? IsUnion<S> extends true
      ? Reply<E>
      : B
    : never
type IsUnion<T, U = T> = T extends U ? ([U] extends [T] ? false : true) : never

/** The usual door: everything happens in one transaction that the edge opens and commits. */
type Handler<E extends Endpoint> = (ctx: Ctx, input: Input<E>) => Promise<Answer<E>>

/** A door without a transaction of its own: it talks to others, shares a write, or speaks for more than one principal. */
export type Freestanding<E extends Endpoint> = {
  readonly freestanding: (call: Call, input: Input<E>) => Promise<Answer<E>>
}

export type Call = {
  readonly principal: Principal
  readonly now: Temporal.Instant
  /** The caller's address, for rate limits of those who have not signed in. */
  readonly address: string
  /** The origin of the page that asks, as its browser says; undefined when it says none. */
  readonly origin: string | undefined
  /** The Idempotency-Key header; a freestanding door that changes something honours it with `once`. */
  readonly idempotencyKey: string | undefined
  readonly cookie: (name: string) => string | undefined
  readonly setCookie: (header: string) => void
  /** One transaction as the caller. */
  readonly within: <T>(work: (ctx: Ctx) => Promise<T>) => Promise<T>
  /** One transaction as somebody else: the system, or an organization that is being founded. */
  readonly as: <T>(principal: Principal, work: (ctx: Ctx) => Promise<T>) => Promise<T>
  /**
   * Inside a transaction: the effect once per Idempotency-Key, and its first reply again. Of what was sent a fast hash
   * is kept; where a secret is in it that could be guessed, the door names another text for its payload.
   */
  readonly once: <T>(ctx: Ctx, work: () => Promise<T>, payload?: string | undefined) => Promise<T>
  /** Counts a call against a limit; throws RATE_LIMITED past it. */
  readonly limit: (limit: Limit) => Promise<void>
}

/** One handler per endpoint: leave one out, or add one too many, and the type check fails. */
export type Handlers<Endpoints extends Record<string, Endpoint>> = {
  readonly [Name in keyof Endpoints]: Handler<Endpoints[Name]> | Freestanding<Endpoints[Name]>
}

type AnyInput = { params: unknown; query: unknown; body: unknown }

export type Route = {
  readonly name: string
  readonly endpoint: Endpoint
  readonly handle:
    | ((ctx: Ctx, input: AnyInput) => Promise<unknown>)
    | { readonly freestanding: (call: Call, input: AnyInput) => Promise<unknown> }
}

export function routes<const Endpoints extends Record<string, Endpoint>>(
  endpoints: Endpoints,
  handlers: Handlers<Endpoints>,
): Route[] {
  return Object.entries(endpoints).map(([name, endpoint]) => ({
    name,
    endpoint,
    handle: handlers[name] as Route['handle'],
  }))
}
