import { Type } from 'typebox'
import { type Endpoint, open, org } from './endpoint.ts'
import {
  byId,
  choice,
  embedOriginId,
  flag,
  kind,
  organizationId,
  text,
  time,
  userId,
} from './schemas.ts'

/** Why an origin cannot be listed, or may not frame. */
export const originRefusals = [
  'invalid',
  'wildcard',
  'opaque',
  'scheme',
  'insecure',
  'local_in_live',
  'credentials',
  'path',
  'ip_address',
  'mixed_scripts',
  'public_suffix',
  'not_listed',
] as const

const origin = text('Scheme, host and port, as browsers write it: `https://shop.example`.')
const code = choice(originRefusals, 'Why not, for programs.')
const reason = text('Why not, for people: what is wrong, and what to do.')
const sentOrigin = text(
  'An exact origin: `https://`, a host, and a port if it is not the usual one. In the sandbox ' +
    '`http://localhost` and `http://127.0.0.1` with any port, too.',
  { minLength: 1, maxLength: 300 },
)

export const EmbedOrigin = Type.Object(
  {
    object: kind('embedOrigin'),
    id: embedOriginId(),
    origin,
    createdBy: userId('Who added it.'),
    createdAt: time('When it was added.'),
  },
  { title: 'EmbedOrigin', description: 'Pages of this origin may frame portal and checkout.' },
)

const EmbedRefusal = Type.Object(
  {
    origin,
    code,
    reason,
    count: Type.Integer({ minimum: 1, description: 'How often, about: floods are not counted.' }),
    lastSeenAt: time('When it was refused last.'),
  },
  { title: 'EmbedRefusal', description: 'An origin that framed a page of yours and saw nothing.' },
)

const EmbedOriginList = Type.Object(
  {
    object: kind('list'),
    data: Type.Array(EmbedOrigin, { description: 'All of them, by origin.' }),
    refusals: Type.Array(EmbedRefusal, {
      description:
        'Origins that were refused in the last 30 days and are still not listed, the latest first; ' +
        'at most 50.',
    }),
  },
  { title: 'EmbedOriginList', description: 'Where pages may be framed, and where they were not.' },
)

const EmbedOriginCheck = Type.Object(
  {
    object: kind('embedOriginCheck'),
    origin,
    allowed: flag('Whether its pages may frame yours.'),
    code: Type.Optional(code),
    reason: Type.Optional(reason),
  },
  { title: 'EmbedOriginCheck', description: 'Whether an origin may frame, and why not.' },
)

const EmbedPolicy = Type.Object(
  {
    object: kind('embedPolicy'),
    origin: text('The origin that asked; `null` for a page in a sandbox that hides its origin.'),
    allowed: flag('Whether it may frame the page.'),
    code: Type.Optional(code),
    reason: Type.Optional(reason),
  },
  { title: 'EmbedPolicy', description: 'Whether the calling origin may frame a page.' },
)

export const embedOrigins = {
  listEmbedOrigins: {
    method: 'GET',
    path: '/v0/organizations/{id}/embedOrigins',
    tag: 'Embedding',
    summary: 'List where your pages may be framed, and which origins were refused',
    access: org('organization:read'),
    params: byId(organizationId()),
    replies: { 200: EmbedOriginList },
    problems: [],
  },
  createEmbedOrigin: {
    method: 'POST',
    path: '/v0/organizations/{id}/embedOrigins',
    tag: 'Embedding',
    summary: 'Let pages of an origin frame yours; one that is listed already is answered with 200',
    access: org('organization:write'),
    params: byId(organizationId()),
    body: Type.Object({ origin: sentOrigin }),
    replies: { 200: EmbedOrigin, 201: EmbedOrigin },
    problems: [],
  },
  deleteEmbedOrigin: {
    method: 'DELETE',
    path: '/v0/organizations/{id}/embedOrigins/{originId}',
    tag: 'Embedding',
    summary: 'Let an origin frame your pages no longer',
    access: org('organization:write'),
    params: Type.Object({ id: organizationId(), originId: embedOriginId() }),
    replies: { 204: null },
    problems: [],
  },
  checkEmbedOrigin: {
    method: 'POST',
    path: '/v0/organizations/{id}/embedOrigins/check',
    tag: 'Embedding',
    summary: 'Ask whether an origin may frame your pages, and why not',
    access: org('organization:read'),
    params: byId(organizationId()),
    body: Type.Object({ origin: sentOrigin }),
    replies: { 200: EmbedOriginCheck },
    problems: [],
    anew: true,
  },
  getEmbedPolicy: {
    method: 'GET',
    path: '/v0/embed/{id}/policy',
    tag: 'Embedding',
    summary: 'Ask, from a page, whether its origin may frame a portal or checkout',
    access: open('The page that asks is not ours; it learns about its own origin alone.'),
    params: byId(
      text('The portal link or the payment session that the address of the page names.', {
        minLength: 1,
        maxLength: 64,
      }),
    ),
    replies: { 200: EmbedPolicy },
    problems: ['NOT_FOUND'],
    anyOrigin: true,
  },
} as const satisfies Record<string, Endpoint>
