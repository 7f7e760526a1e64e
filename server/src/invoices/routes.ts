import { invoices } from '@tallystick/contract/invoices.ts'
import { lineItems } from '@tallystick/contract/line-items.ts'
import { type Route, routes } from '../platform/http/bind.ts'
import { notFound, Problem } from '../platform/problem.ts'
import { approveInvoice } from './approve-invoice.ts'
import type { Billing } from './billing.ts'
import { createLineItem } from './create-line-item.ts'
import { explainInvoice } from './explanation/explain-invoice.ts'
import { getInvoice, getInvoiceLineItems } from './get-invoice.ts'
import { listLineItems } from './list-line-items.ts'
import { listInvoices } from './list-store.ts'
import { retryInvoice } from './retry-invoice.ts'
import { showInvoices } from './show-invoice.ts'
import { showLineItem } from './show-line.ts'

export function invoiceRoutes(billing: Billing): Route[] {
  return [
    ...routes(lineItems, {
      listLineItems: (ctx, { query }) => listLineItems(ctx, billing, query),

      async createLineItem(ctx, { body }) {
        const { created, line } = await createLineItem(ctx, billing, body)
        return { status: created ? (201 as const) : (200 as const), body: showLineItem(line) }
      },
    }),

    ...routes(invoices, {
      async listInvoices(ctx, { query }) {
        if (query.nextActionAt !== undefined) {
          throw new Problem('FORBIDDEN', 'Only the platform asks what is due.')
        }
        const { rows, total } = await listInvoices(ctx, query)
        const { limit, offset } = query
        const data = await showInvoices(ctx, billing, rows)
        return { object: 'list' as const, data, pagination: { limit, offset, total } }
      },

      getInvoice: (ctx, { params, query }) => getInvoice(ctx, billing, { ...params, query }),

      getInvoiceLineItems: (ctx, { params, query }) =>
        getInvoiceLineItems(ctx, billing, { ...params, query }),

      explainInvoice: (ctx, { params }) => explainInvoice(ctx, billing, params.id),

      async approveInvoice(ctx, { params }) {
        const invoice = await approveInvoice(ctx, billing, params.id)
        const [shown] = await showInvoices(ctx, billing, [invoice])
        if (!shown) throw notFound()
        return shown
      },

      async retryInvoice(ctx, { params }) {
        const invoice = await retryInvoice(ctx, billing, params.id)
        const [shown] = await showInvoices(ctx, billing, [invoice])
        if (!shown) throw notFound()
        return shown
      },
    }),
  ]
}
