import { Type } from 'typebox'
import { type Endpoint, open, org } from './endpoint.ts'
import { OwnerInput, organizationFields, profileChange } from './organizations.ts'
import { byId, kind, organizationId, userId } from './schemas.ts'

export const Consumer = Type.Object(
  {
    id: organizationId('The consumer.'),
    object: kind('consumer'),
    organizationId: organizationId('The organization that buys; the same as `id`.'),
    ...organizationFields,
    ownerUserId: Type.Optional(userId('Its owner; in the reply to its creation only.')),
  },
  { title: 'Consumer', description: 'An organization that buys, with users of its own.' },
)

export const consumers = {
  createConsumer: {
    method: 'POST',
    path: '/v0/consumers',
    tag: 'Consumers',
    summary: 'Sign up as a consumer, or make your organization one too',
    access: open(
      'Signing up comes before having an account; with `organizationId` a member’s credentials ' +
        'and `organization:write` are needed.',
    ),
    body: Type.Object(
      {
        ...profileChange,
        owner: Type.Optional(OwnerInput),
        organizationId: Type.Optional(
          organizationId('An organization of yours that shall buy as well.'),
        ),
      },
      { anyOf: [{ required: ['name', 'email', 'owner'] }, { required: ['organizationId'] }] },
    ),
    replies: { 201: Consumer },
    problems: ['SIGNUP_CLOSED', 'EMAIL_TAKEN', 'UNAUTHENTICATED', 'FORBIDDEN', 'NOT_FOUND'],
  },
  getConsumer: {
    method: 'GET',
    path: '/v0/consumers/{id}',
    tag: 'Consumers',
    summary: 'Get your consumer organization',
    access: org('organization:read'),
    params: byId(organizationId('The consumer.')),
    replies: { 200: Consumer },
    problems: [],
  },
  updateConsumer: {
    method: 'PATCH',
    path: '/v0/consumers/{id}',
    tag: 'Consumers',
    summary: 'Change your consumer organization',
    access: org('organization:write'),
    params: byId(organizationId('The consumer.')),
    body: Type.Object(profileChange),
    replies: { 200: Consumer },
    problems: [],
  },
} as const satisfies Record<string, Endpoint>
