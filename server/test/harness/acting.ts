import type { Ctx } from '../../src/platform/ctx.ts'
import { systemIn, transact } from '../../src/platform/workspace.ts'
import type { Party, Product } from './product.ts'

type Owner = Pick<Party, 'organizationId'>

/** One transaction as the system, in the organization: what jobs and webhooks run in. */
export function asSystem<T>(
  of: Product,
  { organizationId }: Owner,
  work: (ctx: Ctx) => Promise<T>,
): Promise<T> {
  return transact(of.installation.workspace, systemIn(organizationId, 'tests'), work)
}

/** One transaction as the organization itself: what its requests run in. */
export function asApp<T>(
  of: Product,
  { organizationId }: Owner,
  work: (ctx: Ctx) => Promise<T>,
): Promise<T> {
  const principal = {
    role: 'tally_app' as const,
    scope: { organizationId },
    actor: { kind: 'system' as const, id: 'tests' },
    permissions: new Set<never>(),
  }
  return transact(of.installation.workspace, principal, work)
}
