import type { Billing } from '../invoices/billing.ts'
import { findSubscription } from './store.ts'

/** A subscription as billing sees it. */
export const billedSubscription: Billing['subscriptionOf'] = async (ctx, id) => {
  const found = await findSubscription(ctx, id)
  if (!found) return undefined
  const { customerId, currency, taxExempt, endingAt, status } = found
  return { id, customerId, currency, taxExempt, endingAt, status }
}
