import { Type } from 'typebox'
import { permissionList } from './custom-roles.ts'
import { type Endpoint, org } from './endpoint.ts'
import {
  apiKeyId,
  byId,
  kind,
  listOf,
  organizationId,
  page,
  text,
  time,
  userId,
} from './schemas.ts'

const addresses = Type.Array(
  text('An address or a network, such as `203.0.113.0/24`.', { maxLength: 64 }),
  { maxItems: 100, description: 'Where it may be used from; everywhere when left out.' },
)

export const ApiKey = Type.Object(
  {
    id: apiKeyId(),
    object: kind('apiKey'),
    organizationId: organizationId('The organization it acts for.'),
    userId: userId('The user whose permissions bound it.'),
    name: text('What it is for.'),
    permissions: Type.Optional(permissionList('What it is limited to; absent: all of the user’s.')),
    allowedAddresses: Type.Optional(addresses),
    lastFour: text('The last four characters of the secret.'),
    expiresAt: Type.Optional(time('When it stops working.')),
    lastUsedAt: Type.Optional(time('When it was last used; to the minute.')),
    replaces: Type.Optional(apiKeyId('The key that it was rotated from.')),
    createdAt: time('When it was created.'),
    key: Type.Optional(text('The secret; shown once, when it is created or rotated.')),
  },
  {
    title: 'ApiKey',
    description: 'A secret with which programs act for a user in one organization.',
  },
)

export const apiKeys = {
  createApiKey: {
    method: 'POST',
    path: '/v0/apiKeys',
    tag: 'API keys',
    summary: 'Create an API key; its secret is shown once',
    access: org('apiKeys:write'),
    body: Type.Object({
      organizationId: Type.Optional(organizationId('Needed when you belong to several.')),
      name: text('What it is for.', { minLength: 1, maxLength: 255 }),
      permissions: Type.Optional(
        permissionList('What it is limited to, within your own; all of yours when left out.'),
      ),
      expiresAt: Type.Optional(time('When it stops working; never when left out.')),
      allowedAddresses: Type.Optional(addresses),
    }),
    replies: { 201: ApiKey },
    problems: ['GRANT_EXCEEDS_OWN'],
  },
  listApiKeys: {
    method: 'GET',
    path: '/v0/apiKeys',
    tag: 'API keys',
    summary: 'List API keys, without their secrets',
    access: org('apiKeys:read'),
    query: Type.Object({
      ...page,
      organizationId: Type.Optional(organizationId('Needed when you belong to several.')),
    }),
    replies: { 200: listOf(ApiKey) },
    problems: [],
  },
  rotateApiKey: {
    method: 'POST',
    path: '/v0/apiKeys/{id}/rotation',
    tag: 'API keys',
    summary: 'Replace an API key; the old one works a while longer',
    access: org('apiKeys:write'),
    params: byId(apiKeyId()),
    body: Type.Object({
      overlapSeconds: Type.Optional(
        Type.Integer({
          minimum: 0,
          maximum: 604_800,
          default: 86_400,
          description: 'How long the old key keeps working, in seconds.',
        }),
      ),
    }),
    bodyOptional: true,
    replies: { 201: ApiKey },
    problems: ['GRANT_EXCEEDS_OWN'],
  },
  revokeApiKey: {
    method: 'DELETE',
    path: '/v0/apiKeys/{id}',
    tag: 'API keys',
    summary: 'Revoke an API key at once',
    access: org('apiKeys:write'),
    params: byId(apiKeyId()),
    replies: { 204: null },
    problems: [],
  },
} as const satisfies Record<string, Endpoint>
