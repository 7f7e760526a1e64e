import { issuedInvoice, issuedLines } from '../invoices/issued-invoice.ts'
import { creditNote } from '../invoices/refunds/credit-note.ts'
import type { Ctx } from '../platform/ctx.ts'
import type { InvoiceDocument } from './document.ts'
import { shownLines, taxesOf } from './document-lines.ts'
import { partiesOf } from './parties.ts'
import { dayOf, said } from './wording.ts'

/**
 * What a credit note says: the lines of its invoice, between the same two as they were then, but for what was paid as it
 * was used: that is given back event by event.
 */
export async function creditNoteDocument(
  ctx: Ctx,
  id: string,
): Promise<InvoiceDocument | undefined> {
  const note = await creditNote(ctx, id)
  const invoice = note && (await issuedInvoice(ctx, note.invoiceId))
  if (!invoice) return undefined
  const all = await issuedLines(ctx, invoice.id)
  const lines = all.filter(({ cause }) => cause !== 'instant')
  const { seller, buyer, footer } = await partiesOf(ctx, invoice)
  const { number, reason, createdAt, voidedAt, currency, net, tax } = note
  return {
    kind: 'credit_note',
    number,
    issuedOn: dayOf(createdAt),
    voidedOn: voidedAt && dayOf(voidedAt),
    corrects: { number: invoice.number, issuedOn: dayOf(invoice.issuedAt) },
    period: invoice.period,
    currency,
    seller,
    buyer,
    lines: await shownLines(ctx, lines),
    taxes: taxesOf(lines),
    subtotal: net,
    totalTax: tax,
    grandTotal: net + tax,
    prepaid: 0n,
    notes: said([reason]),
    footer,
  }
}
