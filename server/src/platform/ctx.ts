import type { Permission } from '@tallystick/contract/permissions.ts'
import type { ProviderAccount } from '@tallystick/core/ledger/accounts.ts'
import type { Db } from './db/db.ts'
import type { DueKind } from './due/order.ts'
import type { Keyring } from './keys/keyring.ts'
import type { Seals } from './keys/seals.ts'

/** Who acts. `system` is a job, a provider's webhook, or the payment that a checkout page asks for. */
export type Actor = {
  readonly kind: 'apiKey' | 'user' | 'portal' | 'system' | 'anonymous'
  /** The id of the user, the portal session or the job; for keys, the user that the key acts for. */
  readonly id: string
}

/** All that a verb may touch. Built at the edge for one request or one job, and gone with it. */
export type Ctx = {
  readonly organizationId: string
  readonly actor: Actor
  readonly permissions: ReadonlySet<Permission>
  /** Inside the transaction that the edge opened. Committed by the edge when the verb returns. */
  readonly db: Db
  /**
   * The moment the request arrived; where it is about a customer that lives by a test clock, what that clock shows. Read
   * once, so a request happens at one time.
   */
  readonly now: Temporal.Instant
  /** The same moment by real time: for idempotency, links, leases and whatever else no test clock moves. */
  readonly realNow: Temporal.Instant
  /** The test clock that `now` was read from. */
  readonly testClockId: string | undefined
  /** Due work of one lane is done one after the other, in order: that of a customer, once it is known. */
  readonly lane: string | undefined
  /** Has something done at its time, once this transaction is committed. One row per kind and subject. */
  readonly schedule: (work: DueWork) => Promise<void>
  /** What was scheduled is not done any more, unless somebody is at it already. */
  readonly unschedule: (kind: DueKind, subjectId: string) => Promise<void>
  /** Seals and blind indexes of this organization. */
  readonly seals: Seals
  readonly keyring: Keys
  readonly mode: 'sandbox' | 'live'
  /** Who moves the money of new payments, unless the merchant has keys of its own. */
  readonly collector: ProviderAccount
  /** Without a slash at its end: links to pages begin with it. */
  readonly publicUrl: string
  readonly enqueue: (job: Job) => Promise<void>
}

/** Keys of others than the context's organization: of users, and of organizations founded in this transaction. */
export type Keys = {
  readonly of: (ownerId: string) => Promise<Seals>
  readonly found: Keyring['found']
}

/**
 * Background work that no clock decides about, enqueued inside the transaction. It runs for the organization of the
 * context, at least once. What is due at a moment is scheduled instead.
 */
export type Job = {
  readonly task: string
  /** Ids only: job rows are not sealed. */
  readonly payload: Readonly<Record<string, string>>
  readonly dueAt?: Temporal.Instant
  /** Jobs of the same key replace each other while they wait. */
  readonly key?: string
}

/** Work for a moment to come, or for as soon as this transaction is committed. It is done at least once. */
export type DueWork = {
  readonly kind: DueKind
  /** What it is about: the whole payload of the handler. */
  readonly subjectId: string
  /** By the clock that `ctx.now` was read from. */
  readonly dueAt: Temporal.Instant
  /**
   * Under a test clock, too, it is done after as much real time has passed: for what somebody waits for at a page. What
   * comes first counts, the clock or the wait.
   */
  readonly orByRealTime?: true
}
