import type { Ctx } from '../platform/ctx.ts'
import { listMetricNames } from './billable-metrics/store.ts'
import { listFeeNames } from './fees/store.ts'

/** What a metric or a fee is called. */
export type SourceName = {
  readonly name: string
  readonly description: string
  readonly unit: string
}

/** Names by the ids of metrics and fees; fees have no unit. */
export async function namesOfSources(
  ctx: Ctx,
  {
    metricIds,
    feeIds,
  }: { readonly metricIds: readonly string[]; readonly feeIds: readonly string[] },
): Promise<ReadonlyMap<string, SourceName>> {
  const metrics = await listMetricNames(ctx, metricIds)
  const fees = await listFeeNames(ctx, feeIds)
  return new Map([
    ...metrics.map(({ id, ...name }) => [id, name] as const),
    ...fees.map(({ id, ...name }) => [id, { ...name, unit: '' }] as const),
  ])
}
