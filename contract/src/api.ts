import { billableMetrics } from './billable-metrics.ts'
import { customers } from './customers.ts'
import { fees } from './fees.ts'
import { paymentSessions } from './payment-sessions.ts'
import { payments } from './payments.ts'
import { plans } from './plans.ts'
import { prices } from './prices.ts'
import { products } from './products.ts'
import { subscriptions } from './subscriptions.ts'
import { usage } from './usage.ts'
import { users } from './users.ts'

/** Every endpoint, by resource and operation id, in the order of the documentation. */
export const api = {
  users,
  products,
  billableMetrics,
  fees,
  prices,
  plans,
  customers,
  subscriptions,
  usage,
  payments,
  paymentSessions,
} as const
