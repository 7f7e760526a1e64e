import { assert } from '@tallystick/core/assert.ts'
import type { BillingTerms } from '@tallystick/core/subscribing/terms.ts'
import { billingTermsOf } from '../catalog/plans/billing-terms-of.ts'
import type { Ctx } from '../platform/ctx.ts'

type Subscribed = {
  readonly planId: string
  readonly anchor: Temporal.Instant
  readonly cadence: string
}

/**
 * What a period that opens now is billed by: the plan's prices as they are at this moment. How long its periods last was
 * agreed when it was subscribed: a plan that is edited keeps that for the subscriptions that it has.
 */
export async function termsNow(
  ctx: Ctx,
  { planId, anchor, cadence }: Subscribed,
): Promise<BillingTerms> {
  const terms = await billingTermsOf(ctx, planId, anchor)
  assert(terms, 'a subscription has a plan')
  return { ...terms, cadence }
}
