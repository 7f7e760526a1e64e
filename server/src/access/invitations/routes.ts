import type { Input } from '@tallystick/contract/endpoint.ts'
import { invitations } from '@tallystick/contract/invitations.ts'
import { type Call, type Route, routes } from '../../platform/http/bind.ts'
import { listPage } from '../../platform/http/list.ts'
import { newId } from '../../platform/ids.ts'
import { Problem } from '../../platform/problem.ts'
import { hashSecret, makeSecret } from '../api-key-secret.ts'
import { loginIndex } from '../login-index.ts'
import { hasMemberWithLogin } from '../members/store.ts'
import { assertOwn } from '../organizations/own.ts'
import { getOrganization, lockOrganization } from '../organizations/store.ts'
import { digestPassword, hashPassword } from '../password.ts'
import {
  allowedBy,
  assertWithinOwn,
  heldAs,
  namesOf,
  readRoles,
} from '../roles/organization-roles.ts'
import { acceptInvitation } from './accept-invitation.ts'
import { answered, holderOf } from './answered.ts'
import { pendingInvitation } from './pending.ts'
import { show } from './show.ts'
import { closeInvitation, insertInvitation, listInvitations } from './store.ts'

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
        const holder = await holderOf(call, { id: params.id, code: body.code })
        const { newUser, payload } = holder.signedIn ? {} : await joining(call, body)
        return answered(call, holder, {
          indexKey,
          payload,
          answer: (ctx, invitation) => acceptInvitation(ctx, invitation, { indexKey, newUser }),
        })
      },
    },

    declineInvitation: {
      freestanding: async (call, { params, body }) => {
        const holder = await holderOf(call, { id: params.id, code: body.code })
        return answered(call, holder, {
          indexKey,
          answer: (ctx, { id }) => closeInvitation(ctx, id, 'declined'),
        })
      },
    },
  })
}

type Acceptance = Input<typeof invitations.acceptInvitation>['body']

/** Who accepts without being signed in becomes a user, and hashes a password before any transaction is open. */
async function joining({ idempotencyKey }: Call, body: Acceptance) {
  const { password, firstName, lastName } = body
  if (password === undefined) {
    throw new Problem('UNAUTHENTICATED', 'Sign in, or choose a password to become a user.')
  }
  const digest = () => digestPassword(password, `acceptance ${idempotencyKey}`)
  return {
    newUser: { passwordHash: await hashPassword(password), firstName, lastName },
    payload: idempotencyKey && JSON.stringify({ ...body, password: await digest() }),
  }
}
