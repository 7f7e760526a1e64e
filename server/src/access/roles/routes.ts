import { type Role, roles } from '@tallystick/contract/custom-roles.ts'
import type { Sent } from '@tallystick/contract/endpoint.ts'
import {
  type GrantablePermission,
  organizationPermissions,
  platformPermissions,
} from '@tallystick/contract/permissions.ts'
import type { Static } from 'typebox'
import { routes } from '../../platform/http/bind.ts'
import { listPage } from '../../platform/http/list.ts'
import { newId } from '../../platform/ids.ts'
import { invalid, notFound, Problem } from '../../platform/problem.ts'
import { isRoleOffered } from '../invitations/store.ts'
import { isRoleHeld } from '../members/store.ts'
import { assertOwn } from '../organizations/own.ts'
import { getOrganization, lockOrganization } from '../organizations/store.ts'
import { assertWithinOwn, type OrganizationRoles, readRoles } from './organization-roles.ts'
import { deleteRole, insertRole, type RoleRow, setRole } from './store.ts'

type Shown = Sent<Static<typeof Role>>

export const roleRoutes = routes(roles, {
  async listRoles(ctx, { params, query }) {
    assertOwn(ctx, params.id)
    const { kinds } = await getOrganization(ctx)
    const { builtIn, custom } = await readRoles(ctx, kinds)
    const all = [...showBuiltIn(builtIn), ...custom.map(show)]
    const rows = all.slice(query.offset, query.offset + query.limit)
    return listPage({ rows, total: all.length }, query, (role) => role)
  },

  async createRole(ctx, { params, body }) {
    assertOwn(ctx, params.id)
    const { description, permissions } = body
    const name = readName(body.name)
    const existing = await readRoles(ctx, (await lockOrganization(ctx)).kinds)
    assertNameFree(existing, name)
    assertWithinOwn(ctx, permissions)
    return show(await insertRole(ctx, { id: newId('role'), name, description, permissions }))
  },

  async updateRole(ctx, { params, body }) {
    assertOwn(ctx, params.id)
    const existing = await readRoles(ctx, (await lockOrganization(ctx)).kinds)
    const role = findCustom(existing, params.roleId)
    const { description = role.description, permissions = role.permissions } = body
    const name = body.name === undefined ? role.name : readName(body.name)
    if (name !== role.name) assertNameFree(existing, name)
    assertWithinOwn(ctx, new Set([...role.permissions, ...permissions]))
    return show(await setRole(ctx, { id: role.id, name, description, permissions }))
  },

  async deleteRole(ctx, { params }) {
    assertOwn(ctx, params.id)
    const existing = await readRoles(ctx, (await lockOrganization(ctx)).kinds)
    const { id, name } = findCustom(existing, params.roleId)
    if ((await isRoleHeld(ctx, id)) || (await isRoleOffered(ctx, id))) {
      throw new Problem('ROLE_IN_USE', `Members or open invitations have the role ${name}.`)
    }
    await deleteRole(ctx, id)
    return undefined
  },

  async listPermissions() {
    return {
      object: 'list' as const,
      data: [
        ...showPermissions(organizationPermissions, 'organization'),
        ...showPermissions(platformPermissions, 'platform'),
      ],
    }
  },
})

function findCustom({ builtIn, custom }: OrganizationRoles, id: string): RoleRow {
  if (builtIn.has(id.slice('role_'.length))) {
    throw new Problem('ROLE_BUILT_IN', 'Built-in roles cannot be changed.')
  }
  const role = custom.find((one) => one.id === id)
  if (!role) throw notFound()
  return role
}

function readName(given: string): string {
  const name = given.trim()
  if (name === '') throw invalid({ field: 'name', message: 'is empty', code: 'out_of_range' })
  return name
}

/** Among the custom roles the database refuses a name that is taken; the built-in ones it does not know. */
function assertNameFree({ builtIn }: OrganizationRoles, name: string) {
  if (builtIn.has(name.toLowerCase())) {
    throw new Problem('ROLE_NAME_TAKEN', 'A built-in role has this name.')
  }
}

function show(role: RoleRow): Shown {
  const { id, name, description, permissions, createdAt, updatedAt } = role
  return {
    id,
    object: 'role',
    name,
    description,
    builtIn: false,
    permissions: [...permissions] as GrantablePermission[],
    createdAt: createdAt.toString(),
    updatedAt: updatedAt.toString(),
  }
}

function showBuiltIn(builtIn: OrganizationRoles['builtIn']): Shown[] {
  return [...builtIn].map(([name, { description, permissions }]) => ({
    id: `role_${name}`,
    object: 'role',
    name,
    description,
    builtIn: true,
    permissions: [...permissions],
  }))
}

function showPermissions<P extends GrantablePermission, S extends 'organization' | 'platform'>(
  permissions: Readonly<Record<P, string>>,
  scope: S,
) {
  return Object.entries<string>(permissions).map(([name, description]) => ({
    object: 'permission' as const,
    name: name as P,
    description,
    scope,
  }))
}
