import {
  organizationPermissions,
  type Permission,
  platformPermissions,
} from '@tallystick/contract/permissions.ts'
import { type BuiltInRole, type OrganizationKind, rolesOf } from '@tallystick/contract/roles.ts'
import type { LoginRole } from '../platform/db/roles.ts'

/** What an organization is, as the database says it. */
export type Kinds = {
  readonly merchant: boolean
  readonly consumer: boolean
  readonly platform: boolean
}

/** The platform runs the house and does no business in it: whatever else it is called, it is this alone. */
export function kindsOf({ merchant, consumer, platform }: Kinds): OrganizationKind[] {
  if (platform) return ['platform']
  return [...(merchant ? ['merchant' as const] : []), ...(consumer ? ['consumer' as const] : [])]
}

/** As which role of the database members of such an organization work. */
export function databaseRoleOf({ merchant, platform }: Kinds): LoginRole {
  if (platform) return 'tally_platform'
  return merchant ? 'tally_app' : 'tally_consumer'
}

/** The built-in roles of such an organization, by name, with what they allow there. */
export function builtInRolesOf(kinds: Kinds): ReadonlyMap<string, BuiltInRole> {
  const roles = rolesOf(kindsOf(kinds))
  if (!kinds.platform) return roles
  const within = ([name, role]: [string, BuiltInRole]) =>
    [name, { ...role, permissions: role.permissions.filter((one) => ofPlatform.has(one)) }] as const
  return new Map([...roles].map(within))
}

/** The platform keeps its own house; the business of merchants is not among its permissions. */
const ofPlatform: ReadonlySet<string> = new Set([
  ...Object.keys(platformPermissions),
  ...Object.keys(organizationPermissions).filter((permission) =>
    /^(organization|members|apiKeys):/.test(permission),
  ),
])

type Granted = {
  readonly roles: readonly string[]
  readonly custom_permissions?: readonly string[] | null
}

/** What the roles of a membership allow, within the scopes of a key when it has any. */
export function permissionsOf(
  kinds: Kinds,
  { roles, custom_permissions }: Granted,
  scopes?: readonly string[],
): ReadonlySet<Permission> {
  const builtIn = builtInRolesOf(kinds)
  // A role can hold at most what such an organization can do at all, whatever its row says.
  const catalogue = new Set<string>([...builtIn.values()].flatMap((role) => role.permissions))
  const granted: string[] = [
    ...roles.flatMap((role) => builtIn.get(role)?.permissions ?? []),
    ...(custom_permissions ?? []),
  ]
  const allowed = granted.filter(
    (permission) => catalogue.has(permission) && (!scopes || scopes.includes(permission)),
  )
  return new Set(allowed) as ReadonlySet<Permission>
}
