import { providerTransferred } from '@tallystick/core/ledger/settlement-recipes.ts'
import { clamp, type Money } from '@tallystick/core/money/money.ts'
import { wholeFee } from '@tallystick/core/settling/level.ts'
import { post } from '../../ledger/post.ts'
import type { Ctx } from '../../platform/ctx.ts'
import { findPaymentAccount } from '../accounts/store.ts'
import type { Payables } from '../payable.ts'
import { stripePlatform } from '../providers/accounts.ts'
import type { Destination } from '../providers/provider.ts'
import type { Session } from '../sessions/session.ts'
import { findDestination, insertDestination } from './destination-store.ts'

type Planned = {
  readonly session: Session
  readonly attempt: { readonly id: string; readonly amount: Money }
}

/**
 * Whether a payment is shared out by the provider as it comes in: to the merchant's account, but for the platform's fee.
 * Money that is paid ahead stays on the platform's account until it is used, and all of it as long as the merchant's
 * account cannot take charges.
 */
export async function planDestination(
  ctx: Ctx,
  payables: Payables,
  { session, attempt }: Planned,
): Promise<void> {
  const { provider, entityType, entityId, mode } = session
  if (provider.provider !== stripePlatform.provider || mode === 'setup') return
  if (provider.account !== stripePlatform.account) return
  const feeOf = payables[entityType]?.platformFee
  if (!feeOf) return
  const account = await findPaymentAccount(ctx)
  if (!account?.chargesEnabled) return
  const { amount } = attempt
  const exact = await feeOf(ctx, { entityId, amount })
  if (exact === undefined) return
  const fee = clamp(wholeFee(exact, amount.currency), 0n, amount.nanos)
  // All of it is the platform's: there is nothing to transfer.
  if (fee === amount.nanos) return
  await insertDestination(ctx, attempt, { account: account.account, fee })
}

/** How an attempt was planned to be shared out; the same whenever it is asked for. */
export function destinationOf(ctx: Ctx, attemptId: string): Promise<Destination | undefined> {
  return findDestination(ctx, attemptId)
}

/** The provider has moved the merchant's share in the same moment. */
export async function bookDestination(
  ctx: Ctx,
  attempt: { readonly id: string; readonly amount: Money },
): Promise<boolean> {
  const destination = await findDestination(ctx, attempt.id)
  if (!destination) return false
  const { account, fee } = destination
  const { nanos, currency } = attempt.amount
  const to = { provider: stripePlatform.provider, account }
  const transferred = { id: attempt.id, currency, from: stripePlatform, to }
  await post(ctx, providerTransferred({ ...transferred, nanos: nanos - fee }))
  return true
}
