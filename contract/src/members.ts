import { Type } from 'typebox'
import { type Endpoint, org } from './endpoint.ts'
import {
  byId,
  choice,
  email,
  kind,
  listOf,
  organizationId,
  page,
  text,
  time,
  userId,
} from './schemas.ts'
import { memberStates } from './users.ts'

export const roleName = text('Name of a role, built in or custom.', {
  minLength: 1,
  maxLength: 64,
})

export const roleNames = Type.Array(roleName, {
  minItems: 1,
  maxItems: 50,
  uniqueItems: true,
  description: 'Names of the roles; what they allow adds up.',
})

export const Member = Type.Object(
  {
    object: kind('member'),
    userId: userId(),
    organizationId: organizationId(),
    email: email('The address that the user signs in with.'),
    firstName: Type.Optional(text('Given name.')),
    lastName: Type.Optional(text('Family name.')),
    state: choice(memberStates, 'Only active members may act.'),
    roles: Type.Array(Type.String(), { description: 'Names of the roles.' }),
    createdAt: time('When the membership began.'),
    updatedAt: time('When it last changed.'),
  },
  { title: 'Member', description: 'A user in an organization.' },
)

const oneMember = Type.Object({ id: organizationId(), userId: userId('The member.') })

export const members = {
  listMembers: {
    method: 'GET',
    path: '/v0/organizations/{id}/members',
    tag: 'Members',
    summary: 'List the members of your organization',
    access: org('members:read'),
    params: byId(organizationId()),
    query: Type.Object({
      ...page,
      state: Type.Optional(choice(memberStates, 'Only members in this state.')),
    }),
    replies: { 200: listOf(Member) },
    problems: [],
  },
  updateMember: {
    method: 'PATCH',
    path: '/v0/organizations/{id}/members/{userId}',
    tag: 'Members',
    summary: 'Change a member’s roles, suspend or reinstate it',
    access: org('members:write'),
    params: oneMember,
    body: Type.Object({
      roles: Type.Optional(roleNames),
      state: Type.Optional(
        choice(['active', 'suspended'], '`suspended` ends its sessions and keys at once.'),
      ),
    }),
    replies: { 200: Member },
    problems: ['GRANT_EXCEEDS_OWN', 'LAST_OWNER'],
  },
  removeMember: {
    method: 'DELETE',
    path: '/v0/organizations/{id}/members/{userId}',
    tag: 'Members',
    summary: 'Remove a member; its sessions and keys end at once',
    access: org('members:write'),
    params: oneMember,
    replies: { 204: null },
    problems: ['GRANT_EXCEEDS_OWN', 'LAST_OWNER'],
  },
} as const satisfies Record<string, Endpoint>
