import { assert } from '@tallystick/core/assert.ts'
import type { InvoiceRef } from '@tallystick/core/ledger/invoice-recipes.ts'
import { isCurrency } from '@tallystick/core/money/money.ts'
import type { InvoiceRow } from './store.ts'

/** The invoice as the books know it. */
export function booked({ id, customerId, currency, subtotal, totalTax }: InvoiceRow): InvoiceRef {
  assert(isCurrency(currency), 'an invoice is in a currency')
  return { id, customerId, currency, net: subtotal, tax: totalTax }
}
