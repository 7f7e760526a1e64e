import { type Static, type TObject, type TSchema, Type } from 'typebox'
import type { OrganizationPermission, PlatformPermission, PortalPermission } from './permissions.ts'
import type { ProblemCode } from './problems.ts'

/** Who may call an endpoint. The process does not start when an endpoint has none. */
export type Access =
  /** An actor bound to an organization (API key or session) that holds the permission there. */
  | { readonly kind: 'org'; readonly permission: OrganizationPermission }
  /** The holder of a portal link or of a checkout link, within the link's own permissions. */
  | { readonly kind: 'portal'; readonly permission: PortalPermission }
  /** A member of the platform organization; to everyone else the endpoint does not exist (404). */
  | { readonly kind: 'platform'; readonly permission: PlatformPermission }
  /** Any signed-in user or API key, about its own user. */
  | { readonly kind: 'self' }
  /** Anyone; the reason is printed with the permission matrix. */
  | { readonly kind: 'open'; readonly reason: string }

export const org = (permission: OrganizationPermission) => ({ kind: 'org', permission }) as const
export const portal = (permission: PortalPermission) => ({ kind: 'portal', permission }) as const
export const platform = (permission: PlatformPermission) =>
  ({ kind: 'platform', permission }) as const
export const self = { kind: 'self' } as const
export const open = (reason: string) => ({ kind: 'open', reason }) as const

/** At most this many calls in a window, per organization; the platform has its own limit. */
export type RateLimit = {
  readonly merchantMax: number
  readonly platformMax?: number
  readonly windowSeconds: number
  readonly message: string
}

/**
 * One HTTP operation, described as data. The server binds it, the web calls it, OpenAPI prints it.
 */
export type Endpoint = {
  readonly method: 'GET' | 'POST' | 'PUT' | 'PATCH' | 'DELETE'
  /** OpenAPI form: `/v0/customers/{id}`. */
  readonly path: `/${string}`
  readonly tag: string
  readonly summary: string
  readonly access: Access
  readonly params?: TObject
  readonly query?: TObject
  readonly body?: TSchema
  /** The body may be left out altogether. */
  readonly bodyOptional?: true
  /**
   * Several bodies may be sent in an array. The door validates each and answers for each, in a reply of its own. Clients
   * of the reference know the single form alone, so the array is printed beside it.
   */
  readonly inArrays?: { readonly maxItems: number; readonly reply: TSchema }
  /** The body may come as a CloudEvent (structured or binary) or, in arrays, as a batch of them. */
  readonly cloudEvents?: true
  /** Every success status with the schema of its reply; `null` for an empty one (204). */
  readonly replies: Readonly<Partial<Record<200 | 201 | 202 | 204 | 207, TSchema | null>>>
  /** The reply is a file of one of these media types, not JSON; its schema is `File`. */
  readonly mediaTypes?: readonly string[]
  /** The refusals of this operation alone; `refusalsOf` adds those that its shape implies. */
  readonly problems: readonly ProblemCode[]
  /** The `details` that come with a problem, where they are promised. */
  readonly details?: Readonly<Partial<Record<ProblemCode, TObject>>>
  readonly rateLimit?: RateLimit
  /**
   * Every call has an effect of its own, and a harmless one: it takes no `Idempotency-Key`. For a POST whose reply is a
   * secret that is kept nowhere, and so cannot be given again.
   */
  readonly anew?: true
  /** Scripts of every origin may read the reply; it is for callers without credentials. */
  readonly anyOrigin?: true
}

/** What a handler answers with where the reply is a file. */
export type FileReply = {
  readonly mediaType: string
  /** Under which a browser saves it. */
  readonly fileName: string
  /** Shown in the browser, or saved. */
  readonly disposition: 'inline' | 'attachment'
  readonly content: Uint8Array | string
}

export const File = Type.Unsafe<FileReply>({ type: 'string', format: 'binary' })

type Part<E extends Endpoint, K extends 'params' | 'query' | 'body'> = E[K] extends TSchema
  ? Static<E[K]>
  : undefined

/** What the handler of an endpoint receives, after validation and with defaults filled in. */
export type Input<E extends Endpoint> = {
  readonly params: Part<E, 'params'>
  readonly query: Part<E, 'query'>
  readonly body: E extends { bodyOptional: true } ? Part<E, 'body'> | undefined : Part<E, 'body'>
}

/**
 * What a handler may hand over for a schema: deeply readonly, and an optional field may also be
 * `undefined`, which JSON leaves out. `null` stays where the schema names it.
 */
export type Sent<T> = unknown extends T
  ? unknown
  : T extends string | number | boolean | null | undefined
    ? T
    : T extends readonly (infer Each)[]
      ? readonly Sent<Each>[]
      : {
          readonly [K in keyof T]: object extends Pick<T, K> ? Sent<T[K]> | undefined : Sent<T[K]>
        }

type ReplyBody<S> = S extends TSchema ? Sent<Static<S>> : undefined

/** A success status with the body that the contract declares for it. */
export type Reply<E extends Endpoint> = {
  [S in keyof E['replies'] & number]: {
    readonly status: S
    readonly body: ReplyBody<E['replies'][S]> | ArrayReply<E>
  }
}[keyof E['replies'] & number]

type ArrayReply<E extends Endpoint> = E extends { inArrays: { reply: infer S } }
  ? ReplyBody<S>
  : never
