/** The permissions of organizations (merchants and consumers), each with what it allows. */
export const organizationPermissions = {
  'organization:read': 'See the organization and its settings',
  'organization:write': 'Change the organization and its settings',
  'members:read': 'See members, roles and invitations',
  'members:write': 'Invite, suspend and remove members and change their roles',
  'apiKeys:read': 'See API keys (never their secrets)',
  'apiKeys:write': 'Create, rotate and revoke API keys',
  'catalog:read': 'See products, metrics, fees, prices and plans',
  'catalog:write': 'Change products, metrics, fees, prices and plans',
  'customers:read': 'See customers',
  'customers:write': 'Create, change and delete customers',
  'subscriptions:read': 'See subscriptions',
  'subscriptions:write': 'Create, change and terminate subscriptions',
  'testClocks:read': 'See test clocks',
  'testClocks:write': 'Create, advance and delete test clocks',
  'portal:link': 'Create portal links for customers',
  'events:create': 'Report events',
  'events:read': 'See events that count nowhere',
  'events:write': 'Replay and discard events that count nowhere',
  'usage:read': 'See usage events and meters',
  'usage:write': 'Report and refund usage',
  'invoices:read': 'See invoices and their lines',
  'invoices:write': 'Write lines, approve, credit and write off invoices',
  'payments:read': 'See payments and payment sessions',
  'payments:write': 'Create payments',
  'accounts:read': 'See balances and postings',
  'accounts:write': 'Top up and return funds',
} as const

/** What the holder of a portal link or a checkout link may do. */
export const portalPermissions = {
  'portal:read': 'See the subscription, its balance, usage and charges',
  'portal:pay': 'Pay the payment session that the link names',
  'portal:methods': 'Add and remove payment methods and choose the default',
  'portal:topup': 'Add funds, and say when they fill up by themselves',
  'portal:details': 'Change billing details',
  'portal:cancel': 'End the subscription',
  'portal:plan': 'Change to another plan',
} as const

/** What members of the platform organization may do there. */
export const platformPermissions = {
  'platform:merchants:read': 'See merchants',
  'platform:merchants:write': 'Create merchants and set their platform fee',
  'platform:reconciliations:read': 'See how accounts at providers agree with the books',
  'platform:reconciliations:write': 'Have them compared now',
} as const

export type OrganizationPermission = keyof typeof organizationPermissions
export type PortalPermission = keyof typeof portalPermissions
export type PlatformPermission = keyof typeof platformPermissions
export type Permission = OrganizationPermission | PortalPermission | PlatformPermission
/** What roles and API keys may hold; links hold theirs by themselves. */
export type GrantablePermission = OrganizationPermission | PlatformPermission
