import type { Input } from '@tallystick/contract/endpoint.ts'
import type { invoices } from '@tallystick/contract/invoices.ts'
import { namesOfSources } from '../catalog/line-names.ts'
import { atTimeOf } from '../clocks/at-time-of.ts'
import type { Ctx } from '../platform/ctx.ts'
import { notFound } from '../platform/problem.ts'
import type { Billing } from './billing.ts'
import { calculateOpen, isOpen } from './calculate-open.ts'
import { listLinesOf } from './line-list-store.ts'
import type { LineRow } from './line-store.ts'
import { withItems } from './list-line-items.ts'
import { pageToken, readPageToken } from './page-token.ts'
import { isInFlight, type ShownInvoice, showInvoices } from './show-invoice.ts'
import { showInvoiceLine } from './show-line.ts'
import { findInvoice, type InvoiceRow } from './store.ts'

type Query = Input<(typeof invoices)['getInvoice']>['query']

/** An invoice, with its first lines when they are asked for. */
export async function getInvoice(
  ctx: Ctx,
  billing: Billing,
  { id, query }: { readonly id: string; readonly query: Query },
): Promise<ShownInvoice> {
  const invoice = await theInvoice(ctx, id)
  const own = await atTimeOf(ctx, invoice.customerId)
  const [shown] = await showInvoices(own, billing, [invoice])
  if (!shown) throw notFound()
  const { expand, lineItemsLimit: limit, lineItemsPageToken } = query
  const paymentInFlight = await isInFlight(own, invoice)
  if (!expand?.split(',').includes('lineItems')) return { ...shown, paymentInFlight }
  const offset = readPageToken('lineItemsPageToken', lineItemsPageToken)
  const lineItems = await pageOf(own, billing, { invoice, limit, offset, expand })
  return { ...shown, paymentInFlight, lineItems }
}

type LinesQuery = Input<(typeof invoices)['getInvoiceLineItems']>['query']

export async function getInvoiceLineItems(
  ctx: Ctx,
  billing: Billing,
  { id, query }: { readonly id: string; readonly query: LinesQuery },
) {
  const invoice = await theInvoice(ctx, id)
  const own = await atTimeOf(ctx, invoice.customerId)
  const offset = readPageToken('pageToken', query.pageToken)
  return pageOf(own, billing, { ...query, invoice, offset })
}

async function theInvoice(ctx: Ctx, id: string): Promise<InvoiceRow> {
  const invoice = await findInvoice(ctx, id)
  if (!invoice) throw notFound()
  return invoice
}

type Asked = {
  readonly invoice: InvoiceRow
  readonly limit: number
  readonly offset: number
  readonly expand?: string | undefined
}

async function pageOf(ctx: Ctx, billing: Billing, { invoice, limit, offset, expand }: Asked) {
  const { rows, total } = await linesOf(ctx, billing, { invoice, limit, offset })
  const names = await namesOfSources(ctx, {
    metricIds: rows.flatMap(({ billableMetricId }) => billableMetricId ?? []),
    feeIds: rows.flatMap(({ feeId }) => feeId ?? []),
  })
  const next = offset + rows.length
  return {
    invoiceId: invoice.id,
    lineItems: rows.map((line) => showInvoiceLine(line, names)),
    ...withItems(expand),
    nextPageToken: next < total ? pageToken(next) : null,
    totalCount: total,
  }
}

async function linesOf(
  ctx: Ctx,
  billing: Billing,
  { invoice, limit, offset }: Asked,
): Promise<{ readonly rows: readonly LineRow[]; readonly total: number }> {
  if (!isOpen(invoice)) return listLinesOf(ctx, invoice.id, { limit, offset })
  const { lines } = await calculateOpen(ctx, billing, invoice)
  return { rows: lines.slice(offset, offset + limit), total: lines.length }
}
