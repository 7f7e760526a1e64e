import type { Ctx } from '../../platform/ctx.ts'
import { listPlanIds } from './store.ts'

/** Of these ids, those that are no plans of the merchant. */
export async function unknownPlans(ctx: Ctx, ids: readonly string[]): Promise<ReadonlySet<string>> {
  return new Set(ids).difference(new Set(await listPlanIds(ctx, ids)))
}
