import { assert } from '@tallystick/core/assert.ts'
import type { JobCall } from '../../platform/jobs/job.ts'
import type { Collecting } from '../collecting.ts'
import { finishCancelling } from './cancel-refund.ts'
import { recordRefund } from './record-refund.ts'
import { sendLater } from './return-payment.ts'
import { lockRefund } from './store.ts'

const lookAgainMinutes = 10

/** Asks the provider to send money back; asked again, it says how far it is. So a lost webhook is found out about. */
export async function sendRefund(
  { organizationId: merchantId, within }: JobCall,
  collecting: Collecting,
  refundId: string,
): Promise<void> {
  const refund = await within((ctx) => lockRefund(ctx, refundId))
  assert(refund, 'a refund is not deleted')
  if (refund.status === 'cancelling') return finishCancelling(within, collecting, refundId)
  if (refund.status !== 'pending') return
  const { provider, payables } = collecting
  const { paymentReference, amount, customerId } = refund
  const named = { merchantId, customerId, idempotencyKey: refundId }
  const sent = await provider.createRefund({ ...named, paymentReference, amount })
  await within(async (ctx) => {
    await recordRefund(ctx, payables, sent)
    if (sent.status === 'pending') await sendLater(ctx, refundId, lookAgainMinutes)
  })
}
