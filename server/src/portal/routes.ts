import { portal } from '@tallystick/contract/portal.ts'
import { subscriptions } from '@tallystick/contract/subscriptions.ts'
import { routes } from '../platform/http/bind.ts'
import { portalAutoTopUpRoutes } from './auto-top-up-routes.ts'
import { listCharges } from './charges.ts'
import { createPortalLink } from './create-portal-link.ts'
import { exchangeLink } from './exchange-link.ts'
import { portalLinkRoutes } from './link-routes.ts'
import { overviewOf } from './overview.ts'
import { usageOf } from './usage.ts'

const { generatePortalLink } = subscriptions

export const portalRoutes = [
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

    async getPortalOverview(ctx) {
      return overviewOf(ctx)
    },

    async getPortalUsage(ctx, { query }) {
      return usageOf(ctx, query)
    },

    async listPortalCharges(ctx, { query }) {
      return listCharges(ctx, query)
    },
  }),
]
