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

/** What a payment session can collect money for. The wiring says who that is, by the session's entity type. */
export type Payable = {
  /**
   * Locks its object, books what the payment settles, and changes its state. `unwanted` when it was already paid,
   * cancelled or expired; then nothing is booked, and the money goes back to the payer.
   */
  readonly settle: (ctx: Ctx, settlement: Settlement) => Promise<'settled' | 'unwanted'>
  /** Its session has ended unpaid. */
  readonly expire: (ctx: Ctx, entityId: string) => Promise<void>
}

export type Payables = Readonly<Partial<Record<EntityType, Payable>>>

export function payableOf(payables: Payables, entityType: EntityType): Payable {
  const payable = payables[entityType]
  assert(payable, `the wiring says who settles a ${entityType}`)
  return payable
}
