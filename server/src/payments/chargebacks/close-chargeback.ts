import { chargebackLost, chargebackWon } from '@tallystick/core/ledger/settlement-recipes.ts'
import { post } from '../../ledger/post.ts'
import type { Ctx } from '../../platform/ctx.ts'
import { nanosOf } from '../../platform/db/amounts.ts'
import { findAttempt } from '../attempts/store.ts'
import type { ClosedDispute } from '../providers/provider.ts'
import { lockSession } from '../sessions/store.ts'
import { levelSoon } from '../transfers/level-soon.ts'
import { lockChargeback, setDecision } from './store.ts'

/**
 * The bank has decided, once. Won: everybody has again what was taken, of the fee as much as the provider gave back. Lost:
 * what was set aside is what the payer has got.
 */
export async function closeChargeback(ctx: Ctx, dispute: ClosedDispute): Promise<void> {
  const attempt = await findAttempt(ctx, 'idempotency_key', dispute.paymentKey)
  const session = attempt && (await lockSession(ctx, attempt.sessionId))
  const chargeback = session && (await lockChargeback(ctx, attempt.id))
  if (chargeback?.status !== 'open' || chargeback.providerReference !== dispute.reference) return
  const { amount, fromFunds, customerId = '', provider } = chargeback
  const { outcome } = dispute
  const fee = nanosOf(dispute.feeReturned)
  const about = {
    id: chargeback.attemptId,
    customerId,
    currency: amount.currency,
    provider,
    fromFunds,
    fromMerchant: amount.nanos - fromFunds,
    fee,
  }
  await post(ctx, outcome === 'won' ? chargebackWon(about) : chargebackLost(about))
  await setDecision(ctx, chargeback.attemptId, {
    status: outcome,
    feeReturned: outcome === 'won' ? fee : 0n,
  })
  await levelSoon(ctx, provider)
}
