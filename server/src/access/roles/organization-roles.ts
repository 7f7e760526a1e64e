import type { BuiltInRole } from '@tallystick/contract/roles.ts'
import type { Ctx } from '../../platform/ctx.ts'
import { invalid, Problem } from '../../platform/problem.ts'
import { builtInRolesOf, type Kinds, permissionsOf } from '../effective-permissions.ts'
import { listRoles, type RoleRow } from './store.ts'

/** Every role of one organization. Memberships hold built-in roles by name and custom ones by id. */
export type OrganizationRoles = {
  readonly kinds: Kinds
  readonly builtIn: ReadonlyMap<string, BuiltInRole>
  readonly custom: readonly RoleRow[]
}

export async function readRoles(ctx: Ctx, kinds: Kinds): Promise<OrganizationRoles> {
  return { kinds, builtIn: builtInRolesOf(kinds), custom: await listRoles(ctx) }
}

/** What memberships hold for roles that a request names; unknown names are refused, each by its field. */
export function heldAs({ builtIn, custom }: OrganizationRoles, names: readonly string[]): string[] {
  const found = names.map((name) =>
    builtIn.has(name) ? name : custom.find((role) => role.name === name)?.id,
  )
  const wrong = found.flatMap((held, at) =>
    held === undefined
      ? [{ field: `roles.${at}`, message: 'is not a role of this organization', code: 'unknown' }]
      : [],
  )
  if (wrong.length > 0) throw invalid(...wrong)
  return found.filter((held) => held !== undefined)
}

/** The names of the roles that a membership holds, as people know them. */
export function namesOf({ custom }: OrganizationRoles, held: readonly string[]): string[] {
  return held.map((role) => custom.find(({ id }) => id === role)?.name ?? role)
}

/** All that these roles allow in this organization. */
export function allowedBy(
  { kinds, custom }: OrganizationRoles,
  held: readonly string[],
): ReadonlySet<string> {
  const permissions = custom.filter(({ id }) => held.includes(id)).flatMap((one) => one.permissions)
  return permissionsOf(kinds, { roles: held, custom_permissions: permissions })
}

/** Nobody grants what they do not hold, nor takes it from those who hold more. */
export function assertWithinOwn({ permissions }: Ctx, granted: Iterable<string>): void {
  const held: ReadonlySet<string> = permissions
  const beyond = [...granted].filter((permission) => !held.has(permission))
  if (beyond.length === 0) return
  throw new Problem('GRANT_EXCEEDS_OWN', `You do not hold ${beyond.join(', ')} yourself.`, {
    details: { permissions: beyond },
  })
}
