import type { Endpoint } from './endpoint.ts'
import type { Api } from './openapi.ts'
import type { PortalPermission } from './permissions.ts'
import { type BuiltInRole, builtInRoles } from './roles.ts'

/**
 * Who may do what, as aligned text: every endpoint with the permission it asks for and the built-in
 * roles that hold it. It is checked in, so that a change of rights is seen by everyone who reads
 * the change.
 */
export function matrix(api: Api): string {
  const rows = Object.values(api)
    .flatMap((resource) => Object.entries(resource))
    .map(([operationId, endpoint]) => row(operationId, endpoint))
  const widths = [0, 1, 2].map((column) =>
    Math.max(...rows.map((cells) => cells[column]?.length ?? 0)),
  )
  const lines = rows.map((cells) =>
    cells
      .map((cell, column) => cell.padEnd(widths[column] ?? 0))
      .join('  ')
      .trimEnd(),
  )
  return `${lines.join('\n')}\n`
}

function row(operationId: string, { method, path, access }: Endpoint): readonly string[] {
  const place = `${method.padEnd(6)} ${path}`
  switch (access.kind) {
    case 'open':
      return [operationId, place, 'open', access.reason]
    case 'self':
      return [operationId, place, 'self', 'everyone who is signed in, about themselves']
    case 'portal':
      return [operationId, place, access.permission, linkHolders[access.permission]]
    default:
      return [operationId, place, access.permission, holders(access.permission)]
  }
}

const linkHolders: Readonly<Record<PortalPermission, string>> = {
  'portal:read': 'the holder of a portal link',
  'portal:pay': 'the holder of a checkout link',
  'portal:methods': 'the holder of a portal link, unless the merchant forbids it',
  'portal:topup': 'the holder of a portal link, unless the merchant forbids it',
  'portal:details': 'the holder of a portal link, if the merchant allows it',
  'portal:cancel': 'the holder of a portal link, if the merchant allows it',
  'portal:plan': 'the holder of a portal link, if the merchant allows it',
}

function holders(permission: string): string {
  return Object.entries(builtInRoles)
    .map(([kind, roles]) => {
      const names = Object.entries<BuiltInRole>(roles)
        .filter(([, role]) => (role.permissions as readonly string[]).includes(permission))
        .map(([name]) => name)
      return names.length > 0 ? `${kind}: ${names.join(' ')}` : ''
    })
    .filter((names) => names !== '')
    .join('; ')
}
