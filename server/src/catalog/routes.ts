import type { Route } from '../platform/http/bind.ts'
import { billableMetricRoutes } from './billable-metrics/routes.ts'
import { type FeeNeighbours, feeRoutes } from './fees/routes.ts'
import { type PlanNeighbours, planRoutes } from './plans/routes.ts'
import { pricePreviewRoutes } from './prices/preview-routes.ts'
import { priceRoutes } from './prices/routes.ts'
import { productRoutes } from './products/routes.ts'

/** What a merchant sells, and what it costs. */
export function catalogRoutes(neighbours: FeeNeighbours & PlanNeighbours): Route[] {
  return [
    ...productRoutes,
    ...billableMetricRoutes,
    ...feeRoutes(neighbours),
    ...priceRoutes,
    ...pricePreviewRoutes,
    ...planRoutes(neighbours),
  ]
}
