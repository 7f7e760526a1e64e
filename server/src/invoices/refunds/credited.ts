import { assert } from '@tallystick/core/assert.ts'
import type { InvoiceSource, PaidInvoice } from '@tallystick/core/ledger/invoice-recipes.ts'
import type { InvoiceRefund } from './store.ts'

/** Where the money of a paid invoice came from, as the books know it. */
export function sourceOf(paidFrom: string): InvoiceSource {
  if (paidFrom === 'funds' || paidFrom === 'out_of_band') return paidFrom
  const [provider, account] = paidFrom.split(':')
  assert(provider !== undefined && account !== undefined, 'what was paid was paid from somewhere')
  return { provider, account }
}

/** A credit note as the books know it. */
export function credited(
  note: Omit<InvoiceRefund, 'number' | 'status' | 'voidedAt' | 'createdAt'>,
): PaidInvoice {
  const { id, customerId, currency, net, tax, fee, paidFrom } = note
  return { id, customerId, currency, net, tax, fee, source: sourceOf(paidFrom) }
}
