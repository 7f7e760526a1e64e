import { Type } from 'typebox'
import { type Endpoint, portal as forLink, open } from './endpoint.ts'
import { Charge, PortalOverview, PortalUsage } from './portal-views.ts'
import { choice, kind, listOf, page, text, time } from './schemas.ts'

export const PortalSession = Type.Object(
  {
    object: kind('portalSession'),
    token: text('To be sent as `Authorization: Bearer`.'),
    kind: choice(['portal', 'checkout'], 'Which page the link is for.'),
    expiresAt: time('When the token stops working at the latest.'),
  },
  { title: 'PortalSession', description: 'The holder of a link, known for a while.' },
)

export const portal = {
  createPortalSession: {
    method: 'POST',
    path: '/v0/portal/sessions',
    tag: 'Portal',
    summary: 'Exchange the secret of a link for a token',
    access: open('The secret of the link is the credential.'),
    body: Type.Object({
      id: text('The portal link, or the payment session of a checkout.', {
        minLength: 1,
        maxLength: 255,
      }),
      code: text('The secret of the link.', { minLength: 1, maxLength: 255 }),
    }),
    replies: { 201: PortalSession },
    problems: ['NOT_FOUND', 'LINK_EXPIRED'],
    anew: true,
  },
  getPortalOverview: {
    method: 'GET',
    path: '/v0/portal/overview',
    tag: 'Portal',
    summary: 'Get the subscription of the link: plan, balance, period',
    access: forLink('portal:read'),
    replies: { 200: PortalOverview },
    problems: [],
  },
  getPortalUsage: {
    method: 'GET',
    path: '/v0/portal/usage',
    tag: 'Portal',
    summary: 'Get usage by metric and window',
    access: forLink('portal:read'),
    query: Type.Object({
      from: time('Used then or later; cut to the window.'),
      to: time('Used before; at most 1,000 windows lie in between.'),
      windowSize: Type.Enum(['HOUR', 'DAY'], { default: 'DAY', description: 'Length, in UTC.' }),
      groupBy: Type.Optional(
        text('A dimension by which metrics that have it are told apart.', { maxLength: 255 }),
      ),
    }),
    replies: { 200: PortalUsage },
    problems: [],
  },
  listPortalCharges: {
    method: 'GET',
    path: '/v0/portal/charges',
    tag: 'Portal',
    summary: 'List what was charged, paid and given back, newest first',
    access: forLink('portal:read'),
    query: Type.Object(page),
    replies: { 200: listOf(Charge) },
    problems: [],
  },
} as const satisfies Record<string, Endpoint>
