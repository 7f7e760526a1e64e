import type { SubscribablePlan } from '../catalog/plans/plan-for-subscribing.ts'
import type { PlanInForce } from './period-store.ts'
import type { SubscriptionRow } from './store.ts'

/**
 * A subscription by another plan, from a moment on. With the same cadence its periods are counted on as before, and with
 * another one from the change; a plan with an anchor counts those of all its subscriptions from there.
 */
export function switchedTo(
  { anchor, cadence }: Pick<SubscriptionRow, 'anchor' | 'cadence'>,
  plan: Pick<SubscribablePlan, 'id' | 'billingCadence' | 'billingAnchor'>,
  at: Temporal.Instant,
): PlanInForce {
  const stays = plan.billingCadence === cadence
  return {
    planId: plan.id,
    cadence: plan.billingCadence,
    anchor: plan.billingAnchor ?? (stays ? anchor : at),
    planSince: at,
  }
}
