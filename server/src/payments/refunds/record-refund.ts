import { assert } from '@tallystick/core/assert.ts'
import type { Entry } from '@tallystick/core/ledger/entry.ts'
import {
  fundsReturnFailed,
  fundsReturnSettled,
  paymentReturned,
} from '@tallystick/core/ledger/payment-recipes.ts'
import { post } from '../../ledger/post.ts'
import type { Ctx } from '../../platform/ctx.ts'
import { endFundsReturn } from '../funds-returns/end-funds-return.ts'
import type { ProviderRefund } from '../providers/provider.ts'
import { lockRefund, type SendableRefund, setRefund } from './store.ts'

/** Takes note of how a refund ended, whoever tells it, once. */
export async function recordRefund(
  ctx: Ctx,
  { idempotencyKey, status }: ProviderRefund,
): Promise<void> {
  if (status === 'pending') return
  const refund = await lockRefund(ctx, idempotencyKey)
  if (refund?.status !== 'pending') return
  await setRefund(ctx, refund.id, status)
  await post(ctx, entryOf(refund, status))
  if (refund.reason === 'funds_return') await endFundsReturn(ctx, refund.subjectId)
}

function entryOf(refund: SendableRefund, status: 'succeeded' | 'failed'): Entry | undefined {
  const { id, subjectId, customerId, provider } = refund
  const { nanos, currency } = refund.amount
  if (refund.reason === 'duplicate_payment') {
    // What cannot be sent back stays among the unapplied payments, for somebody to look at.
    return status === 'failed'
      ? undefined
      : paymentReturned({ id: subjectId, nanos, currency, provider })
  }
  assert(customerId !== undefined, 'funds are those of a customer')
  return status === 'failed'
    ? fundsReturnFailed({ id, nanos, currency, customerId })
    : fundsReturnSettled({ id, nanos, currency, provider })
}
