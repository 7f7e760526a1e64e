import { invoiceCredited } from '@tallystick/core/ledger/invoice-recipes.ts'
import { post } from '../ledger/post.ts'
import type { Ctx } from '../platform/ctx.ts'
import { booked } from './booked.ts'
import { changeInvoice } from './store.ts'
import { lockInvoiceZero } from './zero-store.ts'

/**
 * Gives back what was paid for a subscription that never began, to the customer's funds. The invoice stays paid, and the
 * platform keeps the fixed part of its fee.
 */
export async function creditInvoiceZero(ctx: Ctx, subscriptionId: string): Promise<void> {
  const invoice = await lockInvoiceZero(ctx, subscriptionId)
  if (invoice?.status !== 'PAID' || invoice.grandTotal === 0n) return

  // The fee is at most the net amount, so its fixed part may have been taken in part only.
  const fee = invoice.fee > invoice.feeFixed ? invoice.fee - invoice.feeFixed : 0n

  await changeInvoice(ctx, invoice.id, { creditedAt: ctx.now })
  await post(ctx, invoiceCredited({ ...booked(invoice), fee, source: 'funds' }))
}
