import type { Ctx } from '../platform/ctx.ts'
import { type InvoiceRow, invoicesOfKind, readInvoice } from './store.ts'

/** The first invoices of these subscriptions; those without upfront fees have none. */
export async function listInvoicesZero(
  ctx: Ctx,
  subscriptionIds: readonly string[],
): Promise<readonly InvoiceRow[]> {
  if (subscriptionIds.length === 0) return []
  const rows = await invoicesOfKind(ctx, 'upfront')
    .where('subscription_id', 'in', subscriptionIds)
    .where('sequence', '=', 0)
    .orderBy('subscription_id')
    .limit(subscriptionIds.length)
    .execute()
  return rows.map(readInvoice)
}

/** Locked until the transaction ends: what happens to an invoice happens once. */
export async function lockInvoiceZero(
  ctx: Ctx,
  subscriptionId: string,
): Promise<InvoiceRow | undefined> {
  const row = await invoicesOfKind(ctx, 'upfront')
    .where('subscription_id', '=', subscriptionId)
    .where('sequence', '=', 0)
    .forUpdate()
    .executeTakeFirst()
  return row && readInvoice(row)
}
