import { billableMetrics } from './billable-metrics.ts'
import { fees } from './fees.ts'
import { products } from './products.ts'

/** Every endpoint, by resource and operation id, in the order of the documentation. */
export const api = {
  products,
  billableMetrics,
  fees,
} as const
