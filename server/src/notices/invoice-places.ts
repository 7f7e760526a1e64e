import { documentLinks } from '../documents/document-links.ts'
import type { IssuedInvoice } from '../invoices/issued-invoice.ts'
import { paymentPagesOf } from '../payments/payment-pages-of.ts'
import type { Ctx } from '../platform/ctx.ts'

/** Where an invoice can be read, and, while its page is open, paid. */
export async function invoicePlaces(ctx: Ctx, invoice: IssuedInvoice) {
  const { paymentSessionId: sessionId } = invoice
  const { permalink } = await documentLinks(ctx, invoice)
  const pages = await paymentPagesOf(ctx, sessionId === undefined ? [] : [sessionId])
  const page = pages.get(sessionId ?? '')
  return { permalink, paymentUrl: page?.status === 'pending' ? page.url : undefined }
}
