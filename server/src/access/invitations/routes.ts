import type { Sent } from '@tallystick/contract/endpoint.ts'
import { type Invitation, invitations } from '@tallystick/contract/invitations.ts'
import type { Static } from 'typebox'
import type { Ctx } from '../../platform/ctx.ts'
import { type Call, type Route, routes } from '../../platform/http/bind.ts'
import { listPage } from '../../platform/http/list.ts'
import { newId } from '../../platform/ids.ts'
import { notFound, Problem } from '../../platform/problem.ts'
import { networkOf } from '../address-list.ts'
import { hashSecret, makeSecret } from '../api-key-secret.ts'
import { databaseRoleOf } from '../effective-permissions.ts'
import { loginIndex } from '../login-index.ts'
import { findInvitingOrganization, nobody } from '../lookups.ts'
import { hasMemberWithLogin } from '../members/store.ts'
import { assertOwn } from '../organizations/own.ts'
import { getOrganization, lockOrganization } from '../organizations/store.ts'
import {
  allowedBy,
  assertWithinOwn,
  heldAs,
  namesOf,
  readRoles,
} from '../roles/organization-roles.ts'
import { acceptInvitation, declineInvitation, pendingInvitation } from './answer-invitation.ts'
import { closeInvitation, type InvitationRow, insertInvitation, listInvitations } from './store.ts'

const validDays = 7

export function invitationRoutes(indexKey: Buffer): Route[] {
  return routes(invitations, {
    async createInvitation(ctx, { params, body }) {
      assertOwn(ctx, params.id)
      const known = await readRoles(ctx, (await lockOrganization(ctx)).kinds)
      const roles = heldAs(known, body.roles)
      assertWithinOwn(ctx, allowedBy(known, roles))
      if (await hasMemberWithLogin(ctx, loginIndex(indexKey, body.email))) {
        throw new Problem('MEMBER_EXISTS', 'The user is already a member.')
      }
      const code = makeSecret()
      const invitation = await insertInvitation(ctx, {
        id: newId('invitation'),
        email: body.email.trim(),
        roles,
        invitedBy: ctx.actor.id,
        expiresAt: ctx.now.add({ hours: validDays * 24 }),
        codeHash: hashSecret(code),
      })
      return { ...show(invitation, namesOf(known, roles)), code }
    },

    async listInvitations(ctx, { params, query }) {
      assertOwn(ctx, params.id)
      const known = await readRoles(ctx, (await getOrganization(ctx)).kinds)
      return listPage(await listInvitations(ctx, query), query, (invitation) =>
        show(invitation, namesOf(known, invitation.roles)),
      )
    },

    async revokeInvitation(ctx, { params }) {
      assertOwn(ctx, params.id)
      const { id } = await pendingInvitation(ctx, params.invitationId)
      await closeInvitation(ctx, id, 'revoked')
      return undefined
    },

    acceptInvitation: {
      freestanding: async (call, { params, body }) => {
        const { password, firstName, lastName } = body
        return answered(call, { id: params.id, code: body.code }, (ctx, signedIn) => {
          const answerer = { indexKey, signedIn, password, firstName, lastName }
          return acceptInvitation(ctx, params.id, answerer)
        })
      },
    },

    declineInvitation: {
      freestanding: async (call, { params, body }) =>
        answered(call, { id: params.id, code: body.code }, (ctx, signedIn) =>
          declineInvitation(ctx, params.id, { indexKey, signedIn }),
        ),
    },
  })
}

/** Answers in the context of the inviting organization, which the code alone names. */
async function answered(
  call: Call,
  { id, code }: { readonly id: string; readonly code: string },
  answer: (ctx: Ctx, signedIn: boolean) => Promise<InvitationRow>,
) {
  const { actor } = call.principal
  if (actor.kind !== 'user' && actor.kind !== 'anonymous') {
    throw new Problem('FORBIDDEN', 'An invitation is for a person: sign in to answer it.')
  }
  await call.limit({
    bucket: 'invitations',
    who: networkOf(call.address),
    max: 30,
    windowSeconds: 60,
  })
  const inviting = await call.as(nobody, (ctx) =>
    findInvitingOrganization(ctx, id, hashSecret(code)),
  )
  if (!inviting) throw notFound()
  const signedIn = actor.kind === 'user'
  const userId = signedIn ? actor.id : newId('user')
  const member = {
    role: databaseRoleOf(inviting),
    scope: { organizationId: inviting.organization_id, userId },
    actor: { kind: 'user' as const, id: userId },
    permissions: new Set<never>(),
  }
  return call.as(member, async (ctx) => {
    const invitation = await answer(ctx, signedIn)
    const known = await readRoles(ctx, (await getOrganization(ctx)).kinds)
    return show(invitation, namesOf(known, invitation.roles))
  })
}

function show(
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
