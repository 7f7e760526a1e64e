import type { Ctx } from '../../platform/ctx.ts'
import { listInvoicesZero } from '../zero-store.ts'
import { createRefund } from './create-refund.ts'

/** What was paid for a subscription that never began goes back the way it came; without such a payment, nothing does. */
export async function refundFirstInvoice(ctx: Ctx, subscriptionId: string): Promise<void> {
  const [invoice] = await listInvoicesZero(ctx, [subscriptionId])
  if (invoice?.status !== 'PAID' || invoice.paidFrom === undefined) return
  const reason = 'The subscription ended before it began.'
  await createRefund(ctx, { invoiceId: invoice.id, reason })
}
