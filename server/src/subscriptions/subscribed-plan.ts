import { planForSubscribing } from '../catalog/plans/plan-for-subscribing.ts'
import { customerForBilling } from '../customers/customer-for-billing.ts'
import { taxesOfLines } from '../invoices/tax/taxes-of-lines.ts'
import type { Ctx } from '../platform/ctx.ts'
import { showPercent } from '../platform/http/percent.ts'
import { findSubscription } from './store.ts'

/** The plan of a subscription, and the rate at which a fee of it is taxed today: 13 is 13 %. */
export async function subscribedPlan(ctx: Ctx, id: string, feeId: string) {
  const subscription = await findSubscription(ctx, id)
  if (!subscription) return undefined
  const { planId, customerId, taxExempt: exempt } = subscription
  const plan = await planForSubscribing(ctx, planId)
  const customer = await customerForBilling(ctx, customerId)
  if (!plan || !customer) return { planId }
  const taxation = {
    customer,
    exempt,
    planId,
    planDefault: plan.defaultTaxPercent,
    planTaxCode: plan.defaultTaxCode,
    suppliedAt: ctx.now,
  }
  const [tax] = await taxesOfLines(ctx, taxation, [{ billableMetricOrFeeId: feeId }])
  return { planId, ...(tax && { taxPercent: showPercent(tax.percent) }) }
}
