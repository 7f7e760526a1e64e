import { assert } from '@tallystick/core/assert.ts'
import { type Money, roundToMinor } from '@tallystick/core/money/money.ts'
import { hashSecret, makeSecret } from '../access/api-key-secret.ts'
import type { Ctx } from '../platform/ctx.ts'
import { newId } from '../platform/ids.ts'
import { expireLater } from './expire-session.ts'
import type { EntityType } from './payable.ts'
import { providerFor } from './provider-for.ts'
import type { Breakdown, SessionDetails } from './sessions/session.ts'
import { insertSession } from './sessions/store.ts'

export type SessionRequest = {
  readonly entityType: EntityType
  readonly entityId: string
  readonly customerId?: string | undefined
  readonly subscriptionId?: string | undefined
  /** In whole minor units of its currency: nobody can pay less than a cent. */
  readonly amount: Money
  /** Nanos of the amount that become funds of the customer, and can go back through this payment; 0 when left out. */
  readonly funds?: bigint
  /** What the payer sees; amounts in major units. */
  readonly breakdown: Breakdown
  readonly description?: string | undefined
  /** The merchant's own notes on the session. */
  readonly metadata?: SessionDetails['metadata']
  /** What people call the thing that is paid, in lists of sessions. */
  readonly label?: string | undefined
  readonly expiresAt: Temporal.Instant
  readonly redirectUrls?: {
    readonly onSuccess?: string | undefined
    readonly onFailure?: string | undefined
  }
  readonly saveMethod: 'no' | 'offered' | 'required'
  readonly mode: 'payment' | 'setup'
}

/** Opens the one door to a provider: a page where something can be paid until it expires. The address is a secret. */
export async function openPaymentSession(
  ctx: Ctx,
  request: SessionRequest,
): Promise<{ readonly id: string; readonly url: string }> {
  const { amount, expiresAt, redirectUrls } = request
  assert(roundToMinor(amount.nanos, amount.currency) === amount.nanos, 'a payment is whole cents')
  const id = newId('paymentSession')
  const secret = makeSecret()
  const url = `${ctx.publicUrl}/checkout/${id}#${secret}`
  await insertSession(ctx, {
    id,
    url,
    codeHash: hashSecret(secret),
    customerId: request.customerId,
    mode: request.mode,
    entityType: request.entityType,
    entityId: request.entityId,
    subscriptionId: request.subscriptionId,
    amount,
    funds: request.funds ?? 0n,
    breakdown: request.breakdown,
    saveMethod: request.saveMethod,
    description: request.description,
    label: request.label,
    metadata: request.metadata,
    successRedirectUrl: redirectUrls?.onSuccess,
    failureRedirectUrl: redirectUrls?.onFailure,
    provider: await providerFor(ctx),
    expiresAt,
  })
  await expireLater(ctx, { id }, expiresAt)
  return { id, url }
}
