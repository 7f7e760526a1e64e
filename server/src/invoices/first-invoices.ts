import type { Ctx } from '../platform/ctx.ts'
import type { InvoiceRow } from './store.ts'
import { listInvoicesZero } from './zero-store.ts'

export type FirstInvoice = Pick<InvoiceRow, 'id' | 'status' | 'grandTotal'>

/** The first invoice of each of these subscriptions that has one. */
export async function firstInvoicesOf(
  ctx: Ctx,
  subscriptionIds: readonly string[],
): Promise<ReadonlyMap<string, FirstInvoice>> {
  const invoices = await listInvoicesZero(ctx, subscriptionIds)
  return new Map(invoices.map((invoice) => [invoice.subscriptionId, invoice]))
}
