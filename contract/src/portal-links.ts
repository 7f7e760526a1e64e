import { Type } from 'typebox'
import { type Endpoint, org } from './endpoint.ts'
import {
  byId,
  choice,
  kind,
  listOf,
  page,
  portalLinkId,
  subscriptionId,
  text,
  time,
  userId,
} from './schemas.ts'

export const PortalLink = Type.Object(
  {
    object: kind('portalLink'),
    id: portalLinkId(),
    subscriptionId: subscriptionId('Whose portal it opens.'),
    status: choice(
      ['open', 'expired', 'revoked'],
      '`expired` opens nothing new; what it opened before lives on. `revoked` ended that, too.',
    ),
    permissions: Type.Array(text('A permission, such as `portal:read`.'), {
      description: 'What its holder may do, as far as your settings still allow it.',
    }),
    createdBy: userId('Who made it.'),
    createdAt: time('When it was made.'),
    expiresAt: time('When it opens nothing any more.'),
    lastUsedAt: Type.Optional(time('When it was followed last; absent if never.')),
    revokedAt: Type.Optional(time('When it was revoked.')),
  },
  { title: 'PortalLink', description: 'A link to a portal, without its secret.' },
)

export const portalLinks = {
  listPortalLinks: {
    method: 'GET',
    path: '/v0/subscriptions/{id}/portalLinks',
    tag: 'Subscriptions',
    summary: 'List the portal links of a subscription, newest first',
    access: org('portal:link'),
    params: byId(subscriptionId()),
    query: Type.Object(page),
    replies: { 200: listOf(PortalLink) },
    problems: [],
  },
  revokePortalLink: {
    method: 'DELETE',
    path: '/v0/subscriptions/{id}/portalLinks/{linkId}',
    tag: 'Subscriptions',
    summary: 'Revoke a portal link, and end what it opened',
    access: org('portal:link'),
    params: Type.Object({ id: subscriptionId(), linkId: portalLinkId() }),
    replies: { 204: null },
    problems: [],
  },
} as const satisfies Record<string, Endpoint>
