import { assert } from '@tallystick/core/assert.ts'
import type { Ctx } from '../../platform/ctx.ts'
import type { JobCall } from '../../platform/jobs/job.ts'
import type { Collecting } from '../collecting.ts'
import { providerOf } from '../providers/provider.ts'
import { finishCancelling } from './cancel-refund.ts'
import { orderOfRefund } from './order-of-refund.ts'
import { recordRefund } from './record-refund.ts'
import { sendLater } from './return-payment.ts'
import { lockRefund, setSending } from './store.ts'

const lookAgainMinutes = 10

/** Asks the provider to send money back; asked again, it says how far it is. So a lost webhook is found out about. */
export async function sendRefund(
  { within }: JobCall,
  collecting: Collecting,
  refundId: string,
): Promise<void> {
  const { refund, order } = await within((ctx) => startSending(ctx, refundId))
  if (refund.status === 'cancelling') return finishCancelling(within, collecting, refundId)
  if (refund.status !== 'pending') return
  const { providers, payables } = collecting
  const sent = await providerOf(providers, refund.provider).createRefund(order)
  await within(async (ctx) => {
    await recordRefund(ctx, payables, sent)
    if (sent.status === 'pending') await sendLater(ctx, refundId, lookAgainMinutes)
  })
}

async function startSending(ctx: Ctx, refundId: string) {
  const refund = await lockRefund(ctx, refundId)
  assert(refund, 'a refund is not deleted')
  if (refund.status === 'pending') await setSending(ctx, refundId)
  return { refund, order: orderOfRefund(ctx, refund) }
}
