import type { Ctx } from '../../platform/ctx.ts'
import { type FieldError, invalid, notFound } from '../../platform/problem.ts'
import { setPricesOfPlan } from './held-prices-store.ts'
import { changedTerms, type TermsChange } from './plan-terms.ts'
import { priceErrors } from './price-errors.ts'
import { lockPlan, type PlanRow, setPlan } from './store.ts'

export type PlanChange = TermsChange & { readonly prices?: readonly string[] }

/** Changes the terms of a plan, and what it holds when prices are named: those then, and no others. */
export async function changePlan(ctx: Ctx, id: string, change: PlanChange): Promise<PlanRow> {
  const plan = await lockPlan(ctx, id)
  // No pricing unit can exist yet, so any that is named does not.
  if (!plan || change.creditAllocations?.length) throw notFound()
  const errors: FieldError[] = []
  const terms = changedTerms(plan, change, { now: ctx.now, errors })
  if (change.prices) errors.push(...(await priceErrors(ctx, plan, change.prices)))
  if (errors.length > 0) throw invalid(...errors)

  if (change.prices) await setPricesOfPlan(ctx, id, change.prices)
  return setPlan(ctx, id, terms)
}
