import type { Currency } from '@tallystick/core/money/money.ts'
import type { Ctx } from '../../platform/ctx.ts'
import { planForSubscribing, type SubscribablePlan } from './plan-for-subscribing.ts'
import { listPlans } from './store.ts'

const mostPlans = 50

/** Plans of a product in a currency, the newest first: between these a subscription may change. */
export async function plansOfProduct(
  ctx: Ctx,
  { productId, currency }: { readonly productId: string; readonly currency: Currency },
): Promise<readonly SubscribablePlan[]> {
  const { rows } = await listPlans(ctx, { productId, limit: mostPlans, offset: 0 })
  const plans: SubscribablePlan[] = []
  for (const { id } of rows.filter((plan) => plan.currency === currency)) {
    const plan = await planForSubscribing(ctx, id)
    if (plan) plans.push(plan)
  }
  return plans
}
