import type { MetricUsage, Usage } from '../../api/portal.ts'

/** The windows of one metric, beside those of an earlier time where they are compared. */
export type MetricShown = {
  readonly metric: MetricUsage
  readonly usage: Usage
  readonly before?: { readonly metric: MetricUsage; readonly usage: Usage } | undefined
}
