import type { SubscribablePlan } from '../catalog/plans/plan-for-subscribing.ts'
import type { PlanInForce } from './period-store.ts'
import type { SubscriptionRow } from './store.ts'

/**
 * A subscription by another plan, from a moment on. With the same cadence its periods are counted on as before; with
 * another one they are counted from the change.
 */
export function switchedTo(
  { anchor, cadence }: Pick<SubscriptionRow, 'anchor' | 'cadence'>,
  plan: Pick<SubscribablePlan, 'id' | 'billingCadence'>,
  at: Temporal.Instant,
): PlanInForce {
  const stays = plan.billingCadence === cadence
  return {
    planId: plan.id,
    cadence: plan.billingCadence,
    anchor: stays ? anchor : at,
    planSince: at,
  }
}
