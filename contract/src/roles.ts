import {
  type OrganizationPermission,
  organizationPermissions,
  type PlatformPermission,
  platformPermissions,
} from './permissions.ts'

/** A role that every organization of its kind has. */
export type BuiltInRole = {
  readonly description: string
  readonly permissions: readonly (OrganizationPermission | PlatformPermission)[]
}

const everything = Object.keys(organizationPermissions) as OrganizationPermission[]
const everythingOfPlatform = Object.keys(platformPermissions) as PlatformPermission[]
const reading = everything.filter((permission) => permission.endsWith(':read'))
const withoutPeople = reading.filter(
  (permission) => !['members:read', 'apiKeys:read'].includes(permission),
)

const merchantRoles = {
  owner: { description: 'Everything.', permissions: everything },
  admin: {
    description: 'Everything but moving funds.',
    permissions: everything.filter((permission) => permission !== 'accounts:write'),
  },
  developer: {
    description: 'Integrates: the catalog, keys, and what programs do.',
    permissions: [
      ...reading,
      'apiKeys:write',
      'catalog:write',
      'customers:write',
      'subscriptions:write',
      'testClocks:write',
      'portal:link',
      'events:create',
      'events:write',
      'usage:write',
      'invoices:write',
      'payments:write',
    ],
  },
  finance: {
    description: 'Looks after money: payments, top-ups, refunds and returns.',
    permissions: [
      ...withoutPeople,
      'customers:write',
      'usage:write',
      'invoices:write',
      'payments:write',
      'accounts:write',
    ],
  },
  support: {
    description: 'Helps customers: their data, subscriptions and portal links.',
    permissions: [...withoutPeople, 'customers:write', 'subscriptions:write', 'portal:link'],
  },
  analyst: {
    description: 'Looks at figures, not at the organization’s own settings.',
    permissions: withoutPeople.filter((permission) => permission !== 'organization:read'),
  },
  viewer: { description: 'Looks at everything, changes nothing.', permissions: reading },
} as const satisfies Record<string, BuiltInRole>

/**
 * A consumer keeps its own house and its own balances. What merchants keep about it are the merchants' objects, and not
 * among its permissions.
 */
const consumerReading = [
  'organization:read',
  'accounts:read',
] as const satisfies readonly OrganizationPermission[]

const consumerRoles = {
  owner: {
    description: 'Everything.',
    permissions: [
      ...consumerReading,
      'organization:write',
      'members:read',
      'members:write',
      'apiKeys:read',
      'apiKeys:write',
    ],
  },
  billing: {
    description: 'Looks at balances, not at who belongs to the organization.',
    permissions: consumerReading,
  },
  viewer: {
    description: 'Looks at everything, changes nothing.',
    permissions: [...consumerReading, 'members:read', 'apiKeys:read'],
  },
} as const satisfies Record<string, BuiltInRole>

const platformRoles = {
  owner: {
    description: 'Everything.',
    permissions: [...everything, ...everythingOfPlatform],
  },
  operator: {
    description: 'Runs the house: merchants and their fees.',
    permissions: [
      'organization:read',
      'members:read',
      'apiKeys:read',
      'apiKeys:write',
      ...everythingOfPlatform,
    ],
  },
  finance: {
    description: 'Looks at the platform’s money and its merchants.',
    permissions: [
      'organization:read',
      'accounts:read',
      'payments:read',
      'platform:merchants:read',
      'platform:reconciliations:read',
      'platform:reconciliations:write',
    ],
  },
  compliance: {
    description: 'Looks at merchants and at who may do what.',
    permissions: ['organization:read', 'members:read', 'platform:merchants:read'],
  },
  auditor: {
    description: 'Looks at everything of the platform, changes nothing.',
    permissions: [...reading, 'platform:merchants:read', 'platform:reconciliations:read'],
  },
} as const satisfies Record<string, BuiltInRole>

/** By kind of organization. One that is of several kinds has the roles of all, each adding up. */
export const builtInRoles = {
  merchant: merchantRoles,
  consumer: consumerRoles,
  platform: platformRoles,
} as const satisfies Record<string, Record<string, BuiltInRole>>

export type OrganizationKind = keyof typeof builtInRoles

export type RoleName = {
  [K in OrganizationKind]: keyof (typeof builtInRoles)[K] & string
}[OrganizationKind]

/** The built-in roles of an organization of these kinds, by name. */
export function rolesOf(kinds: readonly OrganizationKind[]): ReadonlyMap<string, BuiltInRole> {
  const roles = new Map<string, BuiltInRole>()
  for (const [name, role] of kinds.flatMap((kind) =>
    Object.entries<BuiltInRole>(builtInRoles[kind]),
  )) {
    const known = roles.get(name)
    const permissions = [...new Set([...(known?.permissions ?? []), ...role.permissions])]
    roles.set(name, { description: known?.description ?? role.description, permissions })
  }
  return roles
}
