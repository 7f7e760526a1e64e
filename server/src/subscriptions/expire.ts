import type { Payable } from '../payments/payable.ts'
import { endSubscription } from './end-subscription.ts'
import { lockSubscription } from './store.ts'

/** Nobody paid in time: the subscription ends before it began. */
export const expire: Payable['expire'] = async (ctx, id) => {
  const subscription = await lockSubscription(ctx, id)
  if (subscription?.status !== 'pending_payment') return
  await endSubscription(ctx, subscription, {
    at: ctx.now,
    by: ctx.organizationId,
    reason: 'payment_session_expired',
  })
}
