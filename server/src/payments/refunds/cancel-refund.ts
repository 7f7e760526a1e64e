import { assert } from '@tallystick/core/assert.ts'
import type { Ctx } from '../../platform/ctx.ts'
import type { Collecting } from '../collecting.ts'
import { providerOf } from '../providers/provider.ts'
import { orderOfRefund } from './order-of-refund.ts'
import { recordRefund } from './record-refund.ts'
import { sendLater } from './return-payment.ts'
import { lockRefund, setRefund } from './store.ts'

type Within = <T>(work: (ctx: Ctx) => Promise<T>) => Promise<T>

/** From now on nobody sends this refund. False when it has ended already. */
export async function startCancelling(ctx: Ctx, refundId: string): Promise<boolean> {
  const refund = await lockRefund(ctx, refundId)
  if (refund?.status === 'cancelling') return true
  if (refund?.status !== 'pending') return false
  await setRefund(ctx, refundId, 'cancelling')
  return true
}

/**
 * Stops a refund that is being cancelled, at the provider, and takes note of what became of it: it may have been too
 * late. Done again by whoever goes to look, should the process die in between.
 */
export async function finishCancelling(
  within: Within,
  { providers, payables }: Collecting,
  refundId: string,
): Promise<void> {
  const order = await within(async (ctx) => {
    const refund = await lockRefund(ctx, refundId)
    assert(refund, 'a refund is not deleted')
    return { ...orderOfRefund(ctx, refund), mayBeSent: refund.mayBeSent, at: refund.provider }
  })
  const answer = await providerOf(providers, order.at).cancelRefund(order)
  await within(async (ctx) => {
    if (answer.status !== 'pending') return recordRefund(ctx, payables, answer)
    // A provider that cannot stop it says that it is still on its way; somebody looks when it has arrived.
    await setRefund(ctx, refundId, 'pending')
    await sendLater(ctx, refundId, 1)
  })
}
