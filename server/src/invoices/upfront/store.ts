import type { Ctx } from '../../platform/ctx.ts'
import { type LineRow, readLine } from '../line-store.ts'
import { type InvoiceRow, invoicesOfKind, readInvoice } from '../store.ts'

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

/** Those of these lines whose invoice costs nobody anything: it was given back, given up, or cancelled. */
export async function listRelieved(
  ctx: Ctx,
  lineIds: readonly string[],
): Promise<ReadonlySet<string>> {
  if (lineIds.length === 0) return new Set()
  const rows = await ctx.db
    .selectFrom('tally.invoice_lines as line')
    .innerJoin('tally.invoices as invoice', (join) =>
      join
        .onRef('invoice.merchant_id', '=', 'line.merchant_id')
        .onRef('invoice.invoice_id', '=', 'line.invoice_id'),
    )
    .leftJoin('tally.invoice_refunds as note', (join) =>
      join
        .onRef('note.merchant_id', '=', 'invoice.merchant_id')
        .onRef('note.invoice_id', '=', 'invoice.invoice_id')
        .on('note.status', '=', 'ISSUED'),
    )
    .select('line.invoice_line_id')
    .where('line.merchant_id', '=', ctx.organizationId)
    .where('line.invoice_line_id', 'in', lineIds)
    .where((where) =>
      where.or([
        where('invoice.status', 'in', ['CANCELLED', 'WRITTEN_OFF']),
        where('note.invoice_refund_id', 'is not', null),
      ]),
    )
    .execute()
  return new Set(rows.map(({ invoice_line_id }) => invoice_line_id))
}

/** The invoices of a subscription's periods that end at a moment or later, the oldest first. */
export async function listPeriodsEndingSince(
  ctx: Ctx,
  subscriptionId: string,
  since: Temporal.Instant,
): Promise<readonly InvoiceRow[]> {
  const rows = await invoicesOfKind(ctx, 'period')
    .where('subscription_id', '=', subscriptionId)
    .where('period_end', '>=', since)
    .orderBy('sequence')
    .limit(10_000)
    .execute()
  return rows.map(readInvoice)
}
