import type { InvoiceDocument } from './document.ts'

/** Whether enough is known of an invoice for an e-invoice. */
export async function isEInvoice(document: InvoiceDocument): Promise<boolean> {
  if (document.voidedOn) return false
  const { obstaclesTo } = await import('./e-invoice/render-e-invoice.ts')
  return obstaclesTo(document).length === 0
}
