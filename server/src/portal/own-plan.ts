import type { Input } from '@tallystick/contract/endpoint.ts'
import type { portalPlans } from '@tallystick/contract/portal-plans.ts'
import { plansToChangeTo } from '../catalog/plans/plans-to-change-to.ts'
import { portalSettingsOf } from '../embedding/settings/portal-settings-of.ts'
import type { Billing } from '../invoices/billing.ts'
import type { Ctx } from '../platform/ctx.ts'
import { invalid } from '../platform/problem.ts'
import { changePlan } from '../subscriptions/plan-change/change-plan.ts'
import { showPlanChange } from '../subscriptions/plan-change/show-plan-change.ts'
import type { Holder } from './holder.ts'
import { showPlan } from './show-plan.ts'

type Subscribed = Pick<Holder, 'subscription'>
type Wanted = Input<typeof portalPlans.changePortalPlan>['body'] & { readonly preview: boolean }

/** The plan that the subscription has, the one that follows, and those that the merchant offers. */
export async function listOwnPlans(ctx: Ctx, { subscription }: Subscribed) {
  const { planId, nextPlanId } = subscription
  const ids = [planId, nextPlanId, ...(await offeredPlans(ctx))].filter((id) => id !== undefined)
  const data = []
  for (const plan of await plansToChangeTo(ctx, subscription, ids)) {
    const isCurrent = plan.id === planId
    data.push({ ...(await showPlan(ctx, plan)), isCurrent, isNext: plan.id === nextPlanId })
  }
  return { object: 'list' as const, data }
}

/** Changes to a plan that the merchant offers, or says what that would bill. The plan it has takes a change back. */
export async function changeOwnPlan(
  ctx: Ctx,
  billing: Billing,
  { subscription: { id, planId }, wanted }: Subscribed & { readonly wanted: Wanted },
) {
  const isOffered = wanted.planId === planId || (await offeredPlans(ctx)).includes(wanted.planId)
  if (!isOffered) {
    throw invalid({ field: 'planId', message: 'is not offered here', code: 'invalid_value' })
  }
  return showPlanChange(await changePlan(ctx, billing, { id, wanted }), wanted.preview)
}

async function offeredPlans(ctx: Ctx): Promise<readonly string[]> {
  return (await portalSettingsOf(ctx)).offeredPlanIds
}
