import { users } from '@tallystick/contract/users.ts'
import type { Ctx } from '../../platform/ctx.ts'
import { routes } from '../../platform/http/bind.ts'
import { notFound } from '../../platform/problem.ts'
import type { Principal } from '../../platform/workspace.ts'
import { findMember } from '../members/store.ts'
import { getOrganization } from '../organizations/store.ts'
import { addressOf } from '../profile.ts'
import { namesOf, readRoles } from '../roles/organization-roles.ts'
import { changePassword } from './change-password.ts'
import { showOwnUser, showUser } from './show.ts'
import { findUser, lockOwnProfile, setOwnProfile } from './store.ts'

export const userRoutes = routes(users, {
  getUser: {
    freestanding: async (call, { params }) => {
      const { principal } = call
      if (params.id === principal.actor.id) return call.as(asOneself(principal), showOwnUser)
      if (!principal.permissions.has('members:read')) throw notFound()
      return call.within((ctx) => showColleague(ctx, params.id))
    },
  },

  updateUser: {
    freestanding: async (call, { params, body }) => {
      const { principal } = call
      if (params.id !== principal.actor.id) throw notFound()
      return call.as(asOneself(principal), async (ctx) => {
        const { address, ...rest } = body
        const profile = await lockOwnProfile(ctx)
        const changed = {
          ...profile,
          ...named(rest),
          ...(address && { address: addressOf(address) }),
        }
        await setOwnProfile(ctx, changed)
        return showOwnUser(ctx)
      })
    },
  },

  changePassword: {
    freestanding: async (call, { params, body }) => {
      if (params.id !== call.principal.actor.id) throw notFound()
      await changePassword(call, body)
      return undefined
    },
  },
})

/**
 * Signed in, a person sees all of its memberships, whichever organization it is looking at. A key belongs to one
 * organization, and what it says of its user ends there.
 */
function asOneself(principal: Principal): Principal {
  if (principal.actor.kind !== 'user') return principal
  return { ...principal, role: 'tally_app', scope: { userId: principal.actor.id } }
}

/** A member of the organization of the context, and nothing about its other ones. */
async function showColleague(ctx: Ctx, userId: string) {
  const member = await findMember(ctx, userId)
  const user = member && (await findUser(ctx, userId))
  if (!user) throw notFound()
  const roles = await readRoles(ctx, (await getOrganization(ctx)).kinds)
  const { state } = member
  return {
    ...showUser(user),
    organizations: [{ id: ctx.organizationId, state, roles: namesOf(roles, member.roles) }],
  }
}

const changeable = ['firstName', 'lastName', 'phone', 'dateOfBirth', 'type'] as const

/** Only the fields that the contract knows: a body may carry others. */
function named<B extends Partial<Record<(typeof changeable)[number], unknown>>>(body: B) {
  const given = changeable.filter((field) => body[field] !== undefined)
  return Object.fromEntries(given.map((field) => [field, body[field]])) as Partial<B>
}
