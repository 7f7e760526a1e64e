import type { Ctx } from '../../platform/ctx.ts'
import { type LineRow, readLine } from '../line-store.ts'
import { type InvoiceRow, readInvoice } from '../store.ts'

/** The lines of an upfront invoice, in their order. */
export async function listLinesOf(ctx: Ctx, invoiceId: string): Promise<readonly LineRow[]> {
  const rows = await ctx.db
    .selectFrom('tally.invoice_lines')
    .selectAll()
    .where('merchant_id', '=', ctx.organizationId)
    .where('invoice_id', '=', invoiceId)
    .orderBy('position')
    .limit(1_000)
    .execute()
  return rows.map((row) => readLine(ctx, row))
}

/** The invoices of a subscription's periods that end at a moment or later, the oldest first. */
export async function listPeriodsEndingSince(
  ctx: Ctx,
  subscriptionId: string,
  since: Temporal.Instant,
): Promise<readonly InvoiceRow[]> {
  const rows = await ctx.db
    .selectFrom('tally.invoices')
    .selectAll()
    .where('merchant_id', '=', ctx.organizationId)
    .where('subscription_id', '=', subscriptionId)
    .where('kind', '=', 'period')
    .where('period_end', '>=', since)
    .orderBy('sequence')
    .limit(10_000)
    .execute()
  return rows.map(readInvoice)
}
