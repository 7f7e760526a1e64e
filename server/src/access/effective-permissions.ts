import {
  organizationPermissions,
  type Permission,
  platformPermissions,
} from '@tallystick/contract/permissions.ts'
import { builtInRoles } from '@tallystick/contract/roles.ts'
import type { LoginRole } from '../platform/db/roles.ts'
import type { Membership } from './lookups.ts'

type BuiltIn = Readonly<Record<string, { readonly permissions: readonly Permission[] }>>

export type OrganizationKind = {
  readonly databaseRole: LoginRole
  readonly builtIn: BuiltIn
  /** What a role of such an organization can hold at most, whatever it says. */
  readonly catalogue: ReadonlySet<string>
}

const held = (roles: BuiltIn) =>
  new Set(Object.values(roles).flatMap(({ permissions }) => permissions))

const kinds = {
  platform: {
    databaseRole: 'tally_platform',
    builtIn: builtInRoles.platform,
    catalogue: ofPlatform(),
  },
  merchant: {
    databaseRole: 'tally_app',
    builtIn: builtInRoles.merchant,
    catalogue: new Set(Object.keys(organizationPermissions)),
  },
  consumer: {
    databaseRole: 'tally_consumer',
    builtIn: builtInRoles.consumer,
    catalogue: held(builtInRoles.consumer),
  },
} as const satisfies Record<string, OrganizationKind>

/** The platform keeps its own house; the business of merchants is not among its permissions. */
function ofPlatform(): ReadonlySet<string> {
  const house = Object.keys(organizationPermissions).filter((permission) =>
    /^(organization|members|apiKeys):/.test(permission),
  )
  return new Set([...Object.keys(platformPermissions), ...house])
}

export function kindOf({
  merchant,
  platform,
}: Pick<Membership, 'merchant' | 'platform'>): OrganizationKind {
  if (platform) return kinds.platform
  return merchant ? kinds.merchant : kinds.consumer
}

/** What the roles of a membership allow, within the scopes of a key when it has any. */
export function permissionsOf(
  { builtIn, catalogue }: OrganizationKind,
  { roles, custom_permissions }: Pick<Membership, 'roles' | 'custom_permissions'>,
  scopes?: readonly string[],
): ReadonlySet<Permission> {
  const granted = [
    ...roles.flatMap((role) => builtIn[role]?.permissions ?? []),
    ...(custom_permissions ?? []),
  ]
  const allowed = granted.filter(
    (permission) => catalogue.has(permission) && (!scopes || scopes.includes(permission)),
  )
  return new Set(allowed) as ReadonlySet<Permission>
}
