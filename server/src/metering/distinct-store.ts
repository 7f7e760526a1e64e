import { sql } from 'kysely'
import type { Ctx } from '../platform/ctx.ts'

/** Which of these metrics count how many different values there are. */
export async function listDistinctMetrics(
  ctx: Ctx,
  metricIds: readonly string[],
): Promise<ReadonlySet<string>> {
  const { rows } = await sql<{ billable_metric_id: string }>`
    /* list distinct metrics */
    select b.billable_metric_id from tally.billable_metrics as b
    where b.merchant_id = ${ctx.organizationId} and b.billable_metric_id = any (${metricIds}::text[])
      and b.aggregation = 'UNIQUE_COUNT'`.execute(ctx.db)
  return new Set(rows.map(({ billable_metric_id }) => billable_metric_id))
}
