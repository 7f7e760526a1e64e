import type { Ctx } from '../../platform/ctx.ts'
import { Problem } from '../../platform/problem.ts'
import { listInvoicesZero } from '../zero-store.ts'
import { createRefund } from './create-refund.ts'

/** What was paid for a subscription that never began goes back the way it came; without such a payment, nothing does. */
export async function refundFirstInvoice(ctx: Ctx, subscriptionId: string): Promise<void> {
  const [invoice] = await listInvoicesZero(ctx, [subscriptionId])
  if (invoice?.status !== 'PAID' || invoice.paidFrom === undefined) return
  const reason = 'The subscription ended before it began.'
  try {
    await createRefund(ctx, { invoiceId: invoice.id, reason })
  } catch (error) {
    // The merchant has given it back already, or the payer's bank has taken it.
    if (!(error instanceof Problem) || !nothingLeft.includes(error.code)) throw error
  }
}

const nothingLeft: readonly string[] = ['INVOICE_ALREADY_REFUNDED', 'INVOICE_NOT_REFUNDABLE']
