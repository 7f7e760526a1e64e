import type { Access, Endpoint } from '@tallystick/contract/endpoint.ts'
import {
  organizationPermissions,
  platformPermissions,
  portalPermissions,
} from '@tallystick/contract/permissions.ts'
import { assert } from '@tallystick/core/assert.ts'
import type { Route } from './bind.ts'

/** Every endpoint by its name. */
export type Contract = Readonly<Record<string, Endpoint>>

/**
 * Stops the start when contract and routes do not fit: an endpoint without a route or without a say who may call it, or
 * a route that the contract does not know.
 */
export function assertBound(routes: readonly Route[], contract: Contract): void {
  const bound = new Set<string>()
  for (const { name, endpoint } of routes) {
    assert(!bound.has(name), `${name} has two routes`)
    assert(contract[name] === endpoint, `${name} has a route that is not of the contract`)
    bound.add(name)
  }
  for (const [name, { access }] of Object.entries(contract)) {
    assert(isAccess(access), `${name} does not say who may call it`)
    assert(bound.has(name), `${name} has no route`)
  }
}

/** At run time too: what is missing or misspelled lets nobody in by accident. */
function isAccess(access: Access | undefined): boolean {
  switch (access?.kind) {
    case 'org':
      return access.permission in organizationPermissions
    case 'portal':
      return access.permission in portalPermissions
    case 'platform':
      return access.permission in platformPermissions
    case 'open':
      return access.reason !== ''
    default:
      return access?.kind === 'self'
  }
}
