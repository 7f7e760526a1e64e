import { openInstallation } from '../../src/installation.ts'
import { createLog } from '../../src/platform/log.ts'
import type { Workspace } from '../../src/platform/workspace.ts'
import type { Product } from './product.ts'

/** A second process on the same database: pools, keys and connections of its own, and the same test's clock. */
export async function anotherProcess(of: Product): Promise<{
  readonly workspace: Workspace
  readonly close: () => Promise<void>
}> {
  const { config, databaseUrl, directUrl } = of.installation
  const log = createLog('error')
  const clock = () => of.clock.now
  return openInstallation({ config, log, databaseUrl, directUrl, mayMigrate: false, clock })
}
