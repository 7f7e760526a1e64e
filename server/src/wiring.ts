import type { TaskList } from 'graphile-worker'
import { authenticator } from './access/authenticate.ts'
import { accessRoutes } from './access/routes.ts'
import { catalogRoutes } from './catalog/routes.ts'
import type { Installation } from './installation.ts'
import { accountRoutes } from './ledger/routes.ts'
import { app } from './platform/http/app.ts'
import type { Route } from './platform/http/bind.ts'
import { usageRoutes } from './usage/routes.ts'

/** Every route of the product. The order is that of the contract. */
export function allRoutes({ config, loginKey, workspace }: Installation): Route[] {
  const { openSignup } = config
  return [
    ...accessRoutes({ indexKey: loginKey, openSignup }),
    ...catalogRoutes({
      subscribed: async () => undefined,
      liveProductIds: async () => undefined,
    }),
    ...accountRoutes,
    ...usageRoutes(workspace),
  ]
}

/** Every job of the product, by name. */
export function allTasks(_installation: Installation): TaskList {
  return {}
}

/** The HTTP edge of an installation, not yet listening. */
export function edgeOf(installation: Installation, { checkReplies = false } = {}) {
  const { workspace, log } = installation
  return app({
    workspace,
    log,
    checkReplies,
    routes: allRoutes(installation),
    authenticate: authenticator(workspace),
  })
}
