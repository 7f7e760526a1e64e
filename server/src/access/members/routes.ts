import type { Sent } from '@tallystick/contract/endpoint.ts'
import { type Member, members } from '@tallystick/contract/members.ts'
import type { Static } from 'typebox'
import { type Route, routes } from '../../platform/http/bind.ts'
import { listPage } from '../../platform/http/list.ts'
import { notFound } from '../../platform/problem.ts'
import { assertOwn } from '../organizations/own.ts'
import { getOrganization } from '../organizations/store.ts'
import { namesOf, type OrganizationRoles, readRoles } from '../roles/organization-roles.ts'
import { changeMember, type EndLinks, removeMember } from './change-member.ts'
import { findMember, listMembers, type MemberRow } from './store.ts'

export function memberRoutes(endLinks: EndLinks): Route[] {
  return routes(members, {
    async listMembers(ctx, { params, query }) {
      assertOwn(ctx, params.id)
      const roles = await readRoles(ctx, (await getOrganization(ctx)).kinds)
      return listPage(await listMembers(ctx, query), query, (member) => show(member, roles))
    },

    async updateMember(ctx, { params, body }) {
      assertOwn(ctx, params.id)
      await changeMember(ctx, params.userId, { ...body, endLinks })
      const roles = await readRoles(ctx, (await getOrganization(ctx)).kinds)
      const member = await findMember(ctx, params.userId)
      if (!member) throw notFound()
      return show(member, roles)
    },

    async removeMember(ctx, { params }) {
      assertOwn(ctx, params.id)
      await removeMember(ctx, params.userId, endLinks)
      return undefined
    },
  })
}

function show(member: MemberRow, roles: OrganizationRoles): Sent<Static<typeof Member>> {
  const { userId, organizationId, email, state, profile } = member
  return {
    object: 'member',
    userId,
    organizationId,
    email,
    firstName: profile.firstName,
    lastName: profile.lastName,
    state,
    roles: namesOf(roles, member.roles),
    createdAt: member.createdAt.toString(),
    updatedAt: member.updatedAt.toString(),
  }
}
