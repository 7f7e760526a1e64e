import { Type } from 'typebox'
import { type Endpoint, org, self } from './endpoint.ts'
import { roleName } from './members.ts'
import {
  type GrantablePermission,
  organizationPermissions,
  platformPermissions,
} from './permissions.ts'
import {
  byId,
  choice,
  flag,
  kind,
  listOf,
  organizationId,
  page,
  roleId,
  text,
  time,
} from './schemas.ts'

/** Every permission that a role or an API key may hold, in the order of the catalogue. */
export const grantablePermissions = [
  ...Object.keys(organizationPermissions),
  ...Object.keys(platformPermissions),
] as GrantablePermission[]

const permission = Type.Unsafe<GrantablePermission>(
  choice(grantablePermissions, 'A permission: `resource:action`.'),
)

export const permissionList = (description: string) =>
  Type.Array(permission, { uniqueItems: true, description })

export const Role = Type.Object(
  {
    id: roleId('The role; `role_` and its name when it is built in.'),
    object: kind('role'),
    name: roleName,
    description: Type.Optional(text('Who it is for.')),
    builtIn: flag('It comes with every organization and cannot be changed.'),
    permissions: permissionList('What it allows.'),
    createdAt: Type.Optional(time('When it was created; absent when built in.')),
    updatedAt: Type.Optional(time('When it last changed; absent when built in.')),
  },
  { title: 'Role', description: 'A named set of permissions.' },
)

const Permission = Type.Object(
  {
    object: kind('permission'),
    name: permission,
    description: text('What it allows.'),
    scope: choice(['organization', 'platform'], 'Where it can be held.'),
  },
  { title: 'Permission', description: 'Something that a role can allow.' },
)

const description = text('Who it is for.', { maxLength: 1000 })
const oneRole = Type.Object({ id: organizationId(), roleId: roleId() })

export const roles = {
  listRoles: {
    method: 'GET',
    path: '/v0/organizations/{id}/roles',
    tag: 'Roles',
    summary: 'List roles, built in and custom',
    access: org('members:read'),
    params: byId(organizationId()),
    query: Type.Object(page),
    replies: { 200: listOf(Role) },
    problems: [],
  },
  createRole: {
    method: 'POST',
    path: '/v0/organizations/{id}/roles',
    tag: 'Roles',
    summary: 'Create a role from permissions that you hold',
    access: org('members:write'),
    params: byId(organizationId()),
    body: Type.Object({
      name: roleName,
      description: Type.Optional(description),
      permissions: permissionList('What it allows.'),
    }),
    replies: { 201: Role },
    problems: ['GRANT_EXCEEDS_OWN', 'ROLE_NAME_TAKEN'],
  },
  updateRole: {
    method: 'PATCH',
    path: '/v0/organizations/{id}/roles/{roleId}',
    tag: 'Roles',
    summary: 'Change a custom role',
    access: org('members:write'),
    params: oneRole,
    body: Type.Object({
      name: Type.Optional(roleName),
      description: Type.Optional(description),
      permissions: Type.Optional(permissionList('What it allows.')),
    }),
    replies: { 200: Role },
    problems: ['GRANT_EXCEEDS_OWN', 'ROLE_NAME_TAKEN', 'ROLE_BUILT_IN'],
  },
  deleteRole: {
    method: 'DELETE',
    path: '/v0/organizations/{id}/roles/{roleId}',
    tag: 'Roles',
    summary: 'Delete a custom role that no member has',
    access: org('members:write'),
    params: oneRole,
    replies: { 204: null },
    problems: ['ROLE_BUILT_IN', 'ROLE_IN_USE'],
  },
  listPermissions: {
    method: 'GET',
    path: '/v0/permissions',
    tag: 'Roles',
    summary: 'List every permission there is',
    access: self,
    replies: {
      200: Type.Object({
        object: kind('list'),
        data: Type.Array(Permission, { description: 'The whole catalogue.' }),
      }),
    },
    problems: [],
  },
} as const satisfies Record<string, Endpoint>
