import { portalLinks } from '@tallystick/contract/portal-links.ts'
import { isBefore } from '@tallystick/core/time/instant.ts'
import type { Ctx } from '../platform/ctx.ts'
import { routes } from '../platform/http/bind.ts'
import { listPage } from '../platform/http/list.ts'
import { notFound } from '../platform/problem.ts'
import { subscriptionNow } from '../subscriptions/subscription-now.ts'
import { type LinkRow, listLinks, revokeLink } from './link-store.ts'

export const portalLinkRoutes = routes(portalLinks, {
  async listPortalLinks(ctx, { params, query }) {
    if (!(await subscriptionNow(ctx, params.id))) throw notFound()
    return listPage(await listLinks(ctx, params.id, query), query, (row) => show(ctx, row))
  },

  async revokePortalLink(ctx, { params }) {
    const link = { id: params.linkId, subscriptionId: params.id }
    if (!(await revokeLink(ctx, link))) throw notFound()
    return undefined
  },
})

function show(ctx: Ctx, row: LinkRow) {
  return {
    object: 'portalLink' as const,
    id: row.portal_link_id,
    subscriptionId: row.subscription_id,
    status: statusOf(ctx, row),
    permissions: row.permissions,
    createdBy: row.created_by,
    createdAt: row.created_at.toString(),
    expiresAt: row.expires_at.toString(),
    lastUsedAt: row.last_used_at?.toString(),
    revokedAt: row.revoked_at?.toString(),
  }
}

/** Links live in real time. */
function statusOf({ realNow }: Ctx, { revoked_at, expires_at }: LinkRow) {
  if (revoked_at) return 'revoked' as const
  return isBefore(realNow, expires_at) ? ('open' as const) : ('expired' as const)
}
