import { assert } from '@tallystick/core/assert.ts'
import { chargebackOpened } from '@tallystick/core/ledger/settlement-recipes.ts'
import { clamp } from '@tallystick/core/money/money.ts'
import { lockFunds } from '../../ledger/funds.ts'
import { post } from '../../ledger/post.ts'
import type { Ctx } from '../../platform/ctx.ts'
import { currencyOf, nanosOf } from '../../platform/db/amounts.ts'
import { type Attempt, findAttempt } from '../attempts/store.ts'
import { stopAfterDispute } from '../auto-topups/stop-after-dispute.ts'
import type { ProviderDispute } from '../providers/provider.ts'
import type { Session } from '../sessions/session.ts'
import { lockSession } from '../sessions/store.ts'
import { levelSoon } from '../transfers/level-soon.ts'
import { insertChargeback, lockChargeback, sumReturned } from './store.ts'

/**
 * The payer's bank takes a payment back. What is unspent of the funds that it brought bears it first; the merchant bears
 * the rest, and the provider's fee.
 */
export async function openChargeback(ctx: Ctx, dispute: ProviderDispute): Promise<void> {
  const attempt = await findAttempt(ctx, 'idempotency_key', dispute.paymentKey)
  const session = attempt && (await lockSession(ctx, attempt.sessionId))
  // News of the payment itself may come after this; then the delivery is tried again.
  assert(session && attempt.status === 'succeeded', 'a dispute follows a payment')
  if (await lockChargeback(ctx, attempt.id)) return
  const currency = currencyOf(dispute.currency)
  const nanos = nanosOf(dispute.amount)
  const fee = nanosOf(dispute.fee)
  const fromFunds = await unspent(ctx, session, { attempt, nanos })

  await insertChargeback(ctx, {
    attemptId: attempt.id,
    providerReference: dispute.reference,
    amount: { nanos, currency },
    fromFunds,
    fee,
  })
  const entry = chargebackOpened({
    id: attempt.id,
    customerId: session.customerId ?? '',
    currency,
    provider: session.provider,
    fromFunds,
    fromMerchant: nanos - fromFunds,
    fee,
  })
  await post(ctx, entry)
  if (session.customerId !== undefined) await stopAfterDispute(ctx, session.customerId)
  await levelSoon(ctx, session.provider)
}

async function unspent(
  ctx: Ctx,
  { customerId, status, funds, amount, providerReference }: Session,
  of: { readonly attempt: Attempt; readonly nanos: bigint },
): Promise<bigint> {
  if (customerId === undefined || status !== 'completed') return 0n
  // A payment that came twice brought no funds: those of its session came with the other one.
  if (of.attempt.providerReference !== providerReference) return 0n
  // Locked before anything is summed up: a return through this payment may be on its way in.
  const left = (await lockFunds(ctx, [customerId])).get(amount.currency)?.get(customerId) ?? 0n
  const brought = funds - (await sumReturned(ctx, of.attempt.id))
  return clamp(left, 0n, clamp(brought, 0n, of.nanos))
}
