import type { Ctx } from '../platform/ctx.ts'
import { newestFirst, type Page } from '../platform/db/page.ts'
import { type InvoiceRow, type InvoiceStatus, invoicesOfKind, readInvoice } from './store.ts'

export type InvoiceFilter = {
  readonly status?: InvoiceStatus
  readonly subscriptionId?: string
  readonly customerId?: string
}

export async function listInvoices(ctx: Ctx, filter: InvoiceFilter & Page) {
  const { status, subscriptionId, customerId } = filter
  let some = ctx.db.selectFrom('tally.invoices').where('merchant_id', '=', ctx.organizationId)
  if (status !== undefined) some = some.where('status', '=', status)
  if (subscriptionId !== undefined) some = some.where('subscription_id', '=', subscriptionId)
  if (customerId !== undefined) some = some.where('customer_id', '=', customerId)
  const { rows, total } = await newestFirst(some.selectAll(), 'invoice_id', filter)
  return { rows: rows.map(readInvoice), total }
}

/** Those of a subscription that have a number: what its customer has been told. */
export async function listNumbered(ctx: Ctx, subscriptionId: string, page: Page) {
  const some = ctx.db
    .selectFrom('tally.invoices')
    .where('merchant_id', '=', ctx.organizationId)
    .where('subscription_id', '=', subscriptionId)
    .where('number', 'is not', null)
  const { rows, total } = await newestFirst(some.selectAll(), 'invoice_id', page)
  return { rows: rows.map(readInvoice), total }
}

/** Invoices of a subscription whose amounts are not final yet, the oldest first. */
export async function listOpenInvoices(
  ctx: Ctx,
  subscriptionId: string,
): Promise<readonly InvoiceRow[]> {
  const rows = await invoicesOfKind(ctx, 'period')
    .where('subscription_id', '=', subscriptionId)
    .where('calculated_at', 'is', null)
    .where('status', 'in', ['ACTIVE', 'CLOSING', 'CLOSED', 'FAILED'])
    .orderBy('sequence')
    .limit(100)
    .execute()
  return rows.map(readInvoice)
}

/** The invoice of a period by its number, if it was opened. */
export async function findPeriodInvoice(
  ctx: Ctx,
  subscriptionId: string,
  sequence: number,
): Promise<InvoiceRow | undefined> {
  const row = await invoicesOfKind(ctx, 'period')
    .where('subscription_id', '=', subscriptionId)
    .where('sequence', '=', sequence)
    .executeTakeFirst()
  return row && readInvoice(row)
}
