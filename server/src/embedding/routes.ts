import type { Route } from '../platform/http/bind.ts'
import type { Workspace } from '../platform/workspace.ts'
import { embedOriginRoutes } from './origins/routes.ts'
import type { SettingsNeighbours } from './settings/change-portal-settings.ts'
import { portalSettingsRoutes } from './settings/routes.ts'

export const embeddingRoutes = (workspace: Workspace, neighbours: SettingsNeighbours): Route[] => [
  ...portalSettingsRoutes(neighbours),
  ...embedOriginRoutes(workspace),
]
