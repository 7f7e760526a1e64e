import type { ProviderAccount } from '@tallystick/core/ledger/accounts.ts'
import type { Money } from '@tallystick/core/money/money.ts'
import { isAfter } from '@tallystick/core/time/instant.ts'
import type { EntityType } from '../payable.ts'

export type SessionStatus =
  | 'pending'
  | 'processing'
  | 'completed'
  | 'failed'
  | 'expired'
  | 'cancelled'

/** A part of what is to pay; those of an invoice say what they are. */
export type Part = {
  readonly label: string
  /** In major units. */
  readonly amount: string
  readonly kind?: 'line' | 'tax' | 'paid'
  readonly quantity?: string
  readonly period?: { readonly start: string; readonly end: string }
}
export type Breakdown = readonly Part[]

/** Stands sealed in a session's details. */
export type SessionDetails = {
  /** The checkout address with its secret. */
  readonly url: string
  /** What the payer sees; lines may bear the words of a merchant. */
  readonly breakdown: Breakdown
  readonly description?: string | undefined
  /** What people call the thing that is paid. */
  readonly label?: string | undefined
  readonly successRedirectUrl?: string | undefined
  readonly failureRedirectUrl?: string | undefined
  readonly metadata?: Readonly<Record<string, unknown>> | undefined
}

export type Session = SessionDetails & {
  readonly id: string
  readonly customerId: string | undefined
  readonly mode: 'payment' | 'setup'
  readonly entityType: EntityType
  readonly entityId: string
  readonly subscriptionId: string | undefined
  readonly amount: Money
  /** Nanos of the amount that become funds of the customer. */
  readonly funds: bigint
  readonly status: SessionStatus
  readonly saveMethod: 'no' | 'offered' | 'required'
  readonly provider: ProviderAccount
  readonly providerReference: string | undefined
  /** Why the last attempt failed. */
  readonly failureCode: string | undefined
  readonly expiresAt: Temporal.Instant
  readonly completedAt: Temporal.Instant | undefined
  readonly createdAt: Temporal.Instant
  readonly updatedAt: Temporal.Instant
}

/** A session is over at its time, even before the job that says so has come. */
export function isOver({ expiresAt }: Pick<Session, 'expiresAt'>, now: Temporal.Instant): boolean {
  return !isAfter(expiresAt, now)
}

export function statusAt(
  session: Pick<Session, 'status' | 'expiresAt'>,
  now: Temporal.Instant,
): SessionStatus {
  return session.status === 'pending' && isOver(session, now) ? 'expired' : session.status
}

/** Where to pay, for as long as it can be paid. */
export function paymentUrlOf(
  session: Pick<Session, 'status' | 'expiresAt' | 'url'>,
  now: Temporal.Instant,
): string | undefined {
  const status = statusAt(session, now)
  return status === 'pending' || status === 'processing' ? session.url : undefined
}
