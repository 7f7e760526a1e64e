import { issuedInvoice, issuedLines } from '../invoices/issued-invoice.ts'
import type { Ctx } from '../platform/ctx.ts'
import type { InvoiceDocument } from './document.ts'
import { shownLines, taxesOf } from './document-lines.ts'
import { partiesOf } from './parties.ts'
import { dayOf, said } from './wording.ts'

/** What an invoice says, from what was kept when it was issued; undefined while it has not been. */
export async function invoiceDocument(ctx: Ctx, id: string): Promise<InvoiceDocument | undefined> {
  const invoice = await issuedInvoice(ctx, id)
  if (!invoice) return undefined
  const lines = await issuedLines(ctx, invoice.id)
  const { seller, buyer, notes, footer } = await partiesOf(ctx, invoice)
  const { number, issuedAt, dueAt, period, currency, prepaid } = invoice
  return {
    kind: 'invoice',
    number,
    issuedOn: dayOf(issuedAt),
    dueOn: dueAt && dayOf(dueAt),
    period,
    currency,
    seller,
    buyer,
    lines: await shownLines(ctx, lines),
    taxes: taxesOf(lines),
    subtotal: invoice.subtotal,
    totalTax: invoice.totalTax,
    grandTotal: invoice.grandTotal,
    prepaid,
    notes: said([notes]),
    footer,
  }
}
