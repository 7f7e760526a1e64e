import { assert } from '@tallystick/core/assert.ts'
import type { ProviderAccount } from '@tallystick/core/ledger/accounts.ts'
import type { Money } from '@tallystick/core/money/money.ts'
import type { Ctx } from '../platform/ctx.ts'

/** What a session is for; one that only stores a method is the customer's. */
export type EntityType = 'invoice' | 'subscription' | 'payment' | 'topup' | 'customer'

/** A payment that has arrived at the provider, for the thing that it was made for. */
export type Settlement = {
  readonly entityId: string
  readonly sessionId: string
  readonly attemptId: string
  readonly customerId?: string | undefined
  readonly amount: Money
  /** Where the money lies: the recipes of the ledger take it, or `clearing(provider, currency)` of it. */
  readonly provider: ProviderAccount
}

/** A stored method that could not be charged. */
export type FailedCharge = {
  readonly entityId: string
  readonly sessionId: string
  /** Such as `card_declined`. */
  readonly failureCode: string
}

/** What people call the thing that is paid, and by when it is to be. */
export type Described = {
  readonly description: string
  /** Of its document, where it has one. */
  readonly number?: string | undefined
  readonly dueAt?: Temporal.Instant | undefined
  /** Where it can be read. */
  readonly documentUrl?: string | undefined
}

/** How a refund of something that was paid has ended. */
export type EndedRefund = {
  /** What the refund was for: its own id at the slice that asked for it. */
  readonly subjectId: string
  readonly refundId: string
  readonly status: 'succeeded' | 'failed' | 'cancelled'
}

/** What a payment session can collect money for. The wiring says who that is, by the session's entity type. */
export type Payable = {
  /**
   * Locks its object, books what the payment settles, and changes its state. `unwanted` when it was already paid,
   * cancelled or expired; then nothing is booked, and the money goes back to the payer.
   */
  readonly settle: (ctx: Ctx, settlement: Settlement) => Promise<'settled' | 'unwanted'>
  /** Its session has ended unpaid. */
  readonly expire: (ctx: Ctx, entityId: string) => Promise<void>
  /**
   * The platform's fee in nanos, for what belongs to the merchant as soon as it is paid. Undefined, and left out, where a
   * part of it becomes the customer's money.
   */
  readonly platformFee?: (
    ctx: Ctx,
    paid: { readonly entityId: string; readonly amount: Money },
  ) => Promise<bigint | undefined>
  /** The stored method of its customer could not be charged. Its session, which is locked, can be paid again. */
  readonly failed?: (ctx: Ctx, failure: FailedCharge) => Promise<void>
  /** What its page says about it besides. */
  readonly describe?: (ctx: Ctx, entityId: string) => Promise<Described>
  /** Pays it out of its customer's funds, where the payer may choose so; as `settle`. */
  readonly settleFromFunds?: (
    ctx: Ctx,
    settlement: Omit<Settlement, 'attemptId' | 'provider'>,
  ) => Promise<'settled' | 'unwanted'>
  /** A refund of it has ended; what moved is booked. */
  readonly refunded?: (ctx: Ctx, refund: EndedRefund) => Promise<void>
}

export type Payables = Readonly<Partial<Record<EntityType, Payable>>>

export function payableOf(payables: Payables, entityType: EntityType): Payable {
  const payable = payables[entityType]
  assert(payable, `the wiring says who settles a ${entityType}`)
  return payable
}
