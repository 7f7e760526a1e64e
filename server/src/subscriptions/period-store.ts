import type { Ctx } from '../platform/ctx.ts'
import { changeSubscription, type NumberedPeriod, type SubscriptionRow } from './store.ts'

/** Another period runs now. */
export async function setPeriod(
  ctx: Ctx,
  id: string,
  { sequence, start, end }: NumberedPeriod,
): Promise<SubscriptionRow> {
  return changeSubscription(ctx, id, { period: sequence, period_start: start, period_end: end })
}

/** What it changes to when the period ends; undefined: it stays as it is. */
export async function setNextPlan(
  ctx: Ctx,
  id: string,
  planId: string | undefined,
): Promise<SubscriptionRow> {
  return changeSubscription(ctx, id, { next_plan_id: planId ?? null })
}

export type PlanInForce = Pick<SubscriptionRow, 'planId' | 'cadence' | 'anchor' | 'planSince'>

/** Another plan is in force. */
export async function setPlan(ctx: Ctx, id: string, plan: PlanInForce): Promise<SubscriptionRow> {
  return changeSubscription(ctx, id, {
    plan_id: plan.planId,
    billing_cadence: plan.cadence,
    anchor: plan.anchor,
    plan_since: plan.planSince,
    next_plan_id: null,
  })
}
