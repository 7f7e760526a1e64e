import { invoicePayments } from '@tallystick/contract/invoice-payments.ts'
import { assert } from '@tallystick/core/assert.ts'
import type { Ctx } from '../../platform/ctx.ts'
import { type Route, routes } from '../../platform/http/bind.ts'
import type { Billing } from '../billing.ts'
import { showInvoices } from '../show-invoice.ts'
import type { InvoiceRow } from '../store.ts'
import type { Collection } from './collection.ts'
import { markPaid, reverseWriteOff, writeOff } from './decide.ts'

export function collectionRoutes(billing: Billing, collection: Collection): Route[] {
  const show = async (ctx: Ctx, invoice: InvoiceRow) => {
    const [shown] = await showInvoices(ctx, billing, [invoice])
    assert(shown, 'an invoice is shown when it is there')
    return shown
  }
  return routes(invoicePayments, {
    async markInvoicePaid(ctx, { params: { id: invoiceId }, body: words = {} }) {
      return show(ctx, await markPaid(ctx, collection, { invoiceId, words }))
    },

    async writeOffInvoice(ctx, { params: { id: invoiceId }, body: words = {} }) {
      return show(ctx, await writeOff(ctx, { invoiceId, words }))
    },

    async reverseInvoiceWriteOff(ctx, { params: { id: invoiceId }, body: words = {} }) {
      return show(ctx, await reverseWriteOff(ctx, collection, { invoiceId, words }))
    },
  })
}
