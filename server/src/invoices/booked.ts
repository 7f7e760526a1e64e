import type { InvoiceRef } from '@tallystick/core/ledger/invoice-recipes.ts'
import type { InvoiceRow } from './store.ts'

/** The invoice as the books know it. */
export function booked({ id, customerId, currency, subtotal, totalTax }: InvoiceRow): InvoiceRef {
  return { id, customerId, currency, net: subtotal, tax: totalTax }
}
