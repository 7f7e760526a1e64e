import { portal } from '@tallystick/contract/portal.ts'
import { subscriptions } from '@tallystick/contract/subscriptions.ts'
import type { Billing } from '../invoices/billing.ts'
import { routes } from '../platform/http/bind.ts'
import { portalAccountRoutes } from './account-routes.ts'
import { aheadOf } from './ahead.ts'
import { portalAutoTopUpRoutes } from './auto-top-up-routes.ts'
import { listCharges } from './charges.ts'
import { createPortalLink } from './create-portal-link.ts'
import { exchangeLink } from './exchange-link.ts'
import { forHolder } from './holder.ts'
import { portalInvoiceRoutes } from './invoice-routes.ts'
import { portalLinkRoutes } from './link-routes.ts'
import { overviewOf } from './overview.ts'
import { portalPlanRoutes } from './plan-routes.ts'
import { usageOf } from './usage.ts'

const { generatePortalLink } = subscriptions

/** What stands behind the pages of a customer. */
export const portalRoutes = (billing: Billing) => [
  ...portalInvoiceRoutes(billing),
  ...portalAccountRoutes,
  ...portalPlanRoutes(billing),
  ...portalLinkRoutes,
  ...portalAutoTopUpRoutes,
  ...routes(
    { generatePortalLink },
    {
      async generatePortalLink(ctx, { params, body }) {
        const { url, expiresAt } = await createPortalLink(ctx, params.id, body?.expiresIn)
        return { object: 'subscriptionPortal' as const, url, expiresAt: expiresAt.toString() }
      },
    },
  ),
  ...routes(portal, {
    createPortalSession: {
      async freestanding(call, { body }) {
        const { token, kind, expiresAt } = await exchangeLink(call, body)
        return { object: 'portalSession' as const, token, kind, expiresAt: expiresAt.toString() }
      },
    },

    getPortalOverview: {
      freestanding: async (call) => ({
        ...(await call.within(overviewOf)),
        ...(await forHolder(call, (ctx, holder) => aheadOf(ctx, billing, holder))),
        permissions: [...call.principal.permissions],
      }),
    },

    async getPortalUsage(ctx, { query }) {
      return usageOf(ctx, query)
    },

    async listPortalCharges(ctx, { query }) {
      return listCharges(ctx, query)
    },
  }),
]
