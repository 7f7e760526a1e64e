import type { Route } from '../platform/http/bind.ts'
import { billableMetricRoutes, type MetricNeighbours } from './billable-metrics/routes.ts'
import { type FeeNeighbours, feeRoutes } from './fees/routes.ts'
import { type PlanNeighbours, planRoutes } from './plans/routes.ts'
import { pricePreviewRoutes } from './prices/preview-routes.ts'
import { priceRoutes } from './prices/routes.ts'
import { productRoutes } from './products/routes.ts'

/** What a merchant sells, and what it costs. */
export function catalogRoutes(
  neighbours: FeeNeighbours & MetricNeighbours & PlanNeighbours,
): Route[] {
  return [
    ...productRoutes,
    ...billableMetricRoutes(neighbours),
    ...feeRoutes(neighbours),
    ...priceRoutes,
    ...pricePreviewRoutes,
    ...planRoutes(neighbours),
  ]
}
