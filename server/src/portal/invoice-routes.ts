import { portalInvoices } from '@tallystick/contract/portal-invoices.ts'
import type { Billing } from '../invoices/billing.ts'
import { routes } from '../platform/http/bind.ts'
import { forHolder } from './holder.ts'
import { getInvoice, listInvoices } from './invoices.ts'

export const portalInvoiceRoutes = (billing: Billing) =>
  routes(portalInvoices, {
    listPortalInvoices: {
      freestanding: (call, { query: page }) =>
        forHolder(call, (ctx, { subscription }) =>
          listInvoices(ctx, billing, { subscription, page }),
        ),
    },

    getPortalInvoice: {
      freestanding: (call, { params: { id } }) =>
        forHolder(call, (ctx, { subscription }) => getInvoice(ctx, billing, { subscription, id })),
    },
  })
