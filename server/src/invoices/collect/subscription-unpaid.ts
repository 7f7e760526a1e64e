import type { Ctx } from '../../platform/ctx.ts'
import { findInvoice } from '../store.ts'

/** The subscription of an invoice that could not be charged; undefined once it is paid or given up. */
export async function subscriptionUnpaid(ctx: Ctx, invoiceId: string): Promise<string | undefined> {
  const invoice = await findInvoice(ctx, invoiceId)
  return invoice?.status === 'PAYMENT_FAILED' ? invoice.subscriptionId : undefined
}
