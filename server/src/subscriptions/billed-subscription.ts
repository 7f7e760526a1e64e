import type { Span } from '@tallystick/core/subscribing/schedule.ts'
import type { Billing } from '../invoices/billing.ts'
import type { Ctx } from '../platform/ctx.ts'
import { planOf } from './roll-over.ts'
import { findSubscription, type SubscriptionRow } from './store.ts'
import { switchedTo } from './switch-plan.ts'
import { termsNow } from './terms-now.ts'

/** A subscription as billing sees it. */
export const billedSubscription: Billing['subscriptionOf'] = async (ctx, id) => {
  const found = await findSubscription(ctx, id)
  if (!found) return undefined
  const { customerId, currency, taxExempt, endingAt, status } = found
  const changesTo = await spanToCome(ctx, found)
  return { id, customerId, currency, taxExempt, endingAt, status, changesTo }
}

async function spanToCome(ctx: Ctx, subscription: SubscriptionRow): Promise<Span | undefined> {
  const { status, nextPlanId, period, startedAt } = subscription
  if (nextPlanId === undefined || status !== 'active') return undefined
  const from = period.end
  const terms = await termsNow(ctx, switchedTo(subscription, await planOf(ctx, nextPlanId), from))
  return { terms, from, startedAt }
}
