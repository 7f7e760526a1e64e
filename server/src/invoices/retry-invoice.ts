import { atTimeOf } from '../clocks/at-time-of.ts'
import type { Ctx } from '../platform/ctx.ts'
import { notFound, Problem } from '../platform/problem.ts'
import type { Billing } from './billing.ts'
import { findInvoice, type InvoiceRow, lockInvoice } from './store.ts'

/**
 * Tries again what failed: the calculation of an invoice, or its payment. What is tried runs after this request, as when
 * it is due. 409 for an invoice of which nothing failed.
 */
export async function retryInvoice(ctx: Ctx, billing: Billing, id: string): Promise<InvoiceRow> {
  const found = await findInvoice(ctx, id)
  if (!found) throw notFound()
  const own = await atTimeOf(ctx, found.customerId)
  const invoice = await lockInvoice(own, id)
  if (!invoice) throw notFound()
  switch (invoice.status) {
    case 'FAILED':
      await own.schedule({ kind: 'invoices.issue_invoice', subjectId: id, dueAt: own.now })
      return invoice
    case 'ISSUED':
    case 'PAYMENT_FAILED':
      await billing.retryPayment(own, invoice)
      return (await findInvoice(own, id)) ?? invoice
    default:
      throw new Problem('INVOICE_NOT_RETRYABLE', `The invoice ${id} is ${invoice.status}.`)
  }
}
