import type { Endpoint } from '@tallystick/contract/endpoint.ts'
import { notFound, Problem } from '../problem.ts'
import type { Principal } from '../workspace.ts'
import type { RawInput } from './validate.ts'

const anonymous: Principal = {
  role: 'tally_portal',
  scope: {},
  actor: { kind: 'anonymous', id: '' },
  permissions: new Set(),
}

/** May this principal call this endpoint at all? Which of its objects it may see is the database's answer. */
export function admit({ access }: Endpoint, principal: Principal | undefined): Principal {
  if (access.kind === 'open') return principal ?? anonymous
  if (!principal) throw new Problem('UNAUTHENTICATED', 'Send a valid API key as a bearer token.')
  assertKind(access.kind, principal)
  if (access.kind !== 'self' && !principal.permissions.has(access.permission)) {
    throw forbidden(`This needs the permission ${access.permission}.`)
  }
  return principal
}

function assertKind(kind: 'org' | 'portal' | 'platform' | 'self', { role, scope }: Principal) {
  const ofPortal = role === 'tally_portal'
  // To everyone else the endpoints of the platform do not exist.
  if (kind === 'platform' && role !== 'tally_platform') throw notFound()
  if ((kind === 'portal') !== ofPortal) throw forbidden('This is not for your credentials.')
  if (kind === 'org' && !scope.organizationId) {
    throw forbidden('Name the organization in the Tally-Organization header.')
  }
}

function forbidden(why: string): Problem {
  return new Problem('FORBIDDEN', why)
}

/** A request that names another organization than the actor's is refused, never silently replaced. */
export function assertOwnOrganization(principal: Principal, { query, body }: RawInput): void {
  const named = [
    field(query, 'merchantId'),
    field(query, 'organizationId'),
    field(body, 'merchantId'),
  ]
  for (const name of named) {
    if (name !== undefined && name !== principal.scope.organizationId) throw notFound()
  }
}

function field(from: unknown, name: string): unknown {
  return typeof from === 'object' && from !== null
    ? (from as Record<string, unknown>)[name]
    : undefined
}
