import type { Billing } from '../invoices/billing.ts'
import { nextInvoiceOf } from '../invoices/customers-invoices.ts'
import { methodsOf } from '../payments/methods/show-method.ts'
import type { Ctx } from '../platform/ctx.ts'
import type { Holder } from './holder.ts'

/** What the customer will be billed next, as of now, and what would be charged for it. */
export async function aheadOf(ctx: Ctx, billing: Billing, { customerId, subscription }: Holder) {
  const [method] = await methodsOf(ctx, customerId)
  return {
    nextInvoice: await nextInvoiceOf(ctx, billing, subscription.id),
    paymentMethod: method,
  }
}
