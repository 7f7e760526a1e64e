import type { Sent } from '@tallystick/contract/endpoint.ts'
import type { Invitation } from '@tallystick/contract/invitations.ts'
import type { Static } from 'typebox'
import type { InvitationRow } from './store.ts'

export function show(
  invitation: InvitationRow,
  roles: readonly string[],
): Sent<Static<typeof Invitation>> {
  const { id, organizationId, email, state } = invitation
  return {
    id,
    object: 'invitation',
    organizationId,
    email,
    roles,
    state,
    expiresAt: invitation.expiresAt.toString(),
    createdAt: invitation.createdAt.toString(),
    updatedAt: invitation.updatedAt.toString(),
  }
}
