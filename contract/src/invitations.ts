import { Type } from 'typebox'
import { type Endpoint, open, org } from './endpoint.ts'
import { roleNames } from './members.ts'
import {
  byId,
  choice,
  email,
  invitationId,
  kind,
  listOf,
  newPassword,
  organizationId,
  page,
  text,
  time,
} from './schemas.ts'

export const invitationStates = ['pending', 'accepted', 'declined', 'revoked', 'expired'] as const

export const Invitation = Type.Object(
  {
    id: invitationId(),
    object: kind('invitation'),
    organizationId: organizationId('The organization that invites.'),
    email: email('Who is invited; the user must sign in with this address.'),
    roles: Type.Array(Type.String(), { description: 'Names of the roles it gives.' }),
    state: choice(invitationStates, 'Only a pending invitation can be answered.'),
    expiresAt: time('When it can no longer be answered.'),
    createdAt: time('When it was created.'),
    updatedAt: time('When it last changed.'),
    code: Type.Optional(text('Its secret; in the reply to its creation only.')),
  },
  { title: 'Invitation', description: 'An offer to become a member.' },
)

const code = text('The secret of the invitation.', { minLength: 1, maxLength: 255 })

const byTheInvited = open('The code proves the invitation; the invited may not be a user yet.')

export const invitations = {
  createInvitation: {
    method: 'POST',
    path: '/v0/organizations/{id}/invitations',
    tag: 'Members',
    summary: 'Invite somebody',
    access: org('members:write'),
    params: byId(organizationId()),
    body: Type.Object({ email: email('Who is invited.'), roles: roleNames }),
    replies: { 201: Invitation },
    problems: ['GRANT_EXCEEDS_OWN', 'MEMBER_EXISTS'],
  },
  listInvitations: {
    method: 'GET',
    path: '/v0/organizations/{id}/invitations',
    tag: 'Members',
    summary: 'List invitations',
    access: org('members:read'),
    params: byId(organizationId()),
    query: Type.Object({
      ...page,
      state: Type.Optional(choice(invitationStates, 'Only invitations in this state.')),
    }),
    replies: { 200: listOf(Invitation) },
    problems: [],
  },
  revokeInvitation: {
    method: 'DELETE',
    path: '/v0/organizations/{id}/invitations/{invitationId}',
    tag: 'Members',
    summary: 'Revoke an invitation',
    access: org('members:write'),
    params: Type.Object({ id: organizationId(), invitationId: invitationId() }),
    replies: { 204: null },
    problems: ['INVITATION_CLOSED'],
  },
  acceptInvitation: {
    method: 'POST',
    path: '/v0/invitations/{id}/acceptance',
    tag: 'Members',
    summary: 'Accept an invitation, signed in or as a new user with a password',
    access: byTheInvited,
    params: byId(invitationId()),
    body: Type.Object({
      code,
      password: Type.Optional(newPassword('Of the new user, for those who are not signed in')),
      firstName: Type.Optional(text('Given name of the new user.', { maxLength: 255 })),
      lastName: Type.Optional(text('Family name of the new user.', { maxLength: 255 })),
    }),
    replies: { 200: Invitation },
    problems: [
      'UNAUTHENTICATED',
      'FORBIDDEN',
      'NOT_FOUND',
      'EMAIL_TAKEN',
      'INVITATION_CLOSED',
      'MEMBER_EXISTS',
    ],
  },
  declineInvitation: {
    method: 'POST',
    path: '/v0/invitations/{id}/decline',
    tag: 'Members',
    summary: 'Decline an invitation to you',
    access: byTheInvited,
    params: byId(invitationId()),
    body: Type.Object({ code }),
    replies: { 200: Invitation },
    problems: ['FORBIDDEN', 'NOT_FOUND', 'INVITATION_CLOSED'],
  },
} as const satisfies Record<string, Endpoint>
