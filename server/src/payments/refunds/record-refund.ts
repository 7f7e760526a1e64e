import { assert } from '@tallystick/core/assert.ts'
import type { Entry } from '@tallystick/core/ledger/entry.ts'
import {
  fundsReturnFailed,
  fundsReturnSettled,
  paymentReturned,
  refundBounced,
  refundRejected,
  refundSettled,
} from '@tallystick/core/ledger/payment-recipes.ts'
import { post } from '../../ledger/post.ts'
import type { Ctx } from '../../platform/ctx.ts'
import { endFundsReturn } from '../funds-returns/end-funds-return.ts'
import type { Payables } from '../payable.ts'
import type { ProviderRefund } from '../providers/provider.ts'
import { levelSoon } from '../transfers/level-soon.ts'
import { isEnded, lockRefund, type SendableRefund, setBounced, setRefund } from './store.ts'

/** Takes note of how a refund ended, whoever tells it, once. */
export async function recordRefund(
  ctx: Ctx,
  payables: Payables,
  { idempotencyKey, status }: ProviderRefund,
): Promise<void> {
  if (status === 'pending') return
  const refund = await lockRefund(ctx, idempotencyKey)
  if (!refund) return
  if (refund.status === 'succeeded' && status === 'failed') return bounce(ctx, refund)
  if (isEnded(refund)) return
  const { id: refundId, reason, subjectId } = refund
  await setRefund(ctx, refundId, status)
  if (status !== 'cancelled') await post(ctx, endings[reason][status](refund))
  await levelSoon(ctx, refund.provider)
  if (reason === 'funds_return') await endFundsReturn(ctx, subjectId)
  if (reason === 'invoice_refund') {
    await payables.invoice?.refunded?.(ctx, { subjectId, refundId, status })
  }
}

/** Banks send back what they had taken, days later: then the money is with us again. */
async function bounce(ctx: Ctx, refund: SendableRefund): Promise<void> {
  if (refund.isBounced) return
  const { id, reason, provider, amount } = refund
  const customerId = reason === 'duplicate_payment' ? undefined : refund.customerId
  await setBounced(ctx, id)
  await post(ctx, refundBounced({ id, provider, customerId, ...amount }))
  await levelSoon(ctx, provider)
}

type Ending = (refund: SendableRefund) => Entry | undefined

/** What each end books, by what the refund was for. */
const endings: Readonly<
  Record<SendableRefund['reason'], Readonly<Record<'succeeded' | 'failed', Ending>>>
> = {
  duplicate_payment: {
    succeeded: ({ subjectId, provider, amount }) =>
      paymentReturned({ id: subjectId, provider, ...amount }),
    // What cannot be sent back stays among the unapplied payments, for somebody to look at.
    failed: () => undefined,
  },
  funds_return: {
    succeeded: ({ id, provider, amount }) => fundsReturnSettled({ id, provider, ...amount }),
    failed: (refund) => fundsReturnFailed(toCustomer(refund)),
  },
  invoice_refund: {
    succeeded: ({ id, provider, amount }) => refundSettled({ id, provider, ...amount }),
    failed: (refund) => refundRejected(toCustomer(refund)),
  },
}

function toCustomer({ id, customerId, amount }: SendableRefund) {
  assert(customerId !== undefined, 'what is refunded to a customer names it')
  return { id, customerId, ...amount }
}
