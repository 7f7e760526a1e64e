import { subscriptionUnpaid } from '../invoices/collect/subscription-unpaid.ts'
import type { Ctx } from '../platform/ctx.ts'
import { findSubscription } from './store.ts'
import { terminateSubscription } from './terminate-subscription.ts'

/** Every try to charge an invoice has failed, and the merchant wants its subscription ended then. */
export async function endUnpaid(ctx: Ctx, invoiceId: string): Promise<void> {
  const subscriptionId = await subscriptionUnpaid(ctx, invoiceId)
  const subscription = subscriptionId && (await findSubscription(ctx, subscriptionId))
  if (!subscription || subscription.status === 'terminated') return
  await terminateSubscription(ctx, subscription.id, 'payment_failed')
}
