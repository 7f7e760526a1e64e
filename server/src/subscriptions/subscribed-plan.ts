import { taxPercent } from '@tallystick/core/invoicing/tax-rate.ts'
import { planForSubscribing } from '../catalog/plans/plan-for-subscribing.ts'
import { customerForBilling } from '../customers/customer-for-billing.ts'
import type { Ctx } from '../platform/ctx.ts'
import { showPercent } from '../platform/http/percent.ts'
import { findSubscription } from './store.ts'

/** The plan of a subscription, and the rate at which its fees are taxed: 13 is 13 %. */
export async function subscribedPlan(ctx: Ctx, id: string) {
  const subscription = await findSubscription(ctx, id)
  if (!subscription) return undefined
  const { planId, customerId, taxExempt: exempt } = subscription
  const plan = await planForSubscribing(ctx, planId)
  const customer = await customerForBilling(ctx, customerId)
  const customerRates = customer?.taxRates
  const planDefault = plan?.defaultTaxPercent
  return {
    planId,
    taxPercent: showPercent(taxPercent({ exempt, customerRates, planId, planDefault })),
  }
}
