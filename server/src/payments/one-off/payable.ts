import { platformFee } from '@tallystick/core/ledger/fees.ts'
import { paymentPaid } from '@tallystick/core/ledger/payment-recipes.ts'
import type { Money } from '@tallystick/core/money/money.ts'
import { feeTermsOf } from '../../access/fee-terms.ts'
import { post } from '../../ledger/post.ts'
import type { Ctx } from '../../platform/ctx.ts'
import type { Payable } from '../payable.ts'
import { lockPayment, setPayment } from './store.ts'

/** A one-off payment belongs to the merchant at once, but for the platform's fee. The payer states no tax. */
export const oneOffPayable: Payable = {
  async settle(ctx, { entityId, amount: { nanos, currency }, provider }) {
    const payment = await lockPayment(ctx, entityId)
    if (payment?.status !== 'pending') return 'unwanted'
    const fee = await feeOf(ctx, { nanos, currency })
    const merchantShare = nanos - fee
    await post(ctx, paymentPaid({ id: entityId, currency, provider, merchantShare, tax: 0n, fee }))
    await setPayment(ctx, entityId, 'completed')
    return 'settled'
  },

  platformFee: (ctx, { amount }) => feeOf(ctx, amount),

  async expire(ctx, entityId) {
    const payment = await lockPayment(ctx, entityId)
    if (payment?.status === 'pending') await setPayment(ctx, entityId, 'expired')
  },
}

async function feeOf(ctx: Ctx, { nanos: net, currency }: Money): Promise<bigint> {
  const { percent, fixed } = await feeTermsOf(ctx)
  return platformFee({ net, percent, fixed: fixed.get(currency) ?? 0n })
}
