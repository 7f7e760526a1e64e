import type { InvoiceRef } from '@tallystick/core/ledger/invoice-recipes.ts'
import type { InvoiceRow } from './store.ts'

/** The invoice as the books know it: without what instant usage has paid as it arrived. */
export function booked(invoice: InvoiceRow): InvoiceRef {
  const { id, customerId, currency, subtotal, totalTax, instantSubtotal, instantTax } = invoice
  return { id, customerId, currency, net: subtotal - instantSubtotal, tax: totalTax - instantTax }
}
