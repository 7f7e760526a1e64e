import type { Currency } from '@tallystick/core/money/money.ts'
import type { Ctx } from '../../platform/ctx.ts'
import { planForSubscribing, type SubscribablePlan } from './plan-for-subscribing.ts'

type Subscribed = { readonly productId: string; readonly currency: Currency }

/** Of these plans, in their order, those between which a subscription can change: of its product, in its currency. */
export async function plansToChangeTo(
  ctx: Ctx,
  { productId, currency }: Subscribed,
  ids: readonly string[],
): Promise<readonly SubscribablePlan[]> {
  const plans: SubscribablePlan[] = []
  for (const id of new Set(ids)) {
    const plan = await planForSubscribing(ctx, id)
    if (plan?.productId === productId && plan.currency === currency) plans.push(plan)
  }
  return plans
}
