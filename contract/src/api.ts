import { accounts } from './accounts.ts'
import { apiKeys } from './api-keys.ts'
import { autoTopUps, portalAutoTopUp } from './auto-topups.ts'
import { billableMetrics } from './billable-metrics.ts'
import { billingSettings } from './billing-settings.ts'
import { checkout } from './checkout.ts'
import { claims } from './claims.ts'
import { consumers } from './consumers.ts'
import { roles } from './custom-roles.ts'
import { customers } from './customers.ts'
import { documents } from './documents.ts'
import { embedOrigins } from './embed-origins.ts'
import { events } from './events.ts'
import { fees } from './fees.ts'
import { invitations } from './invitations.ts'
import { invoicePayments } from './invoice-payments.ts'
import { invoiceRefunds } from './invoice-refunds.ts'
import { invoices } from './invoices.ts'
import { lineItems } from './line-items.ts'
import { members } from './members.ts'
import { merchants } from './merchants.ts'
import { meters } from './meters.ts'
import { notices } from './notices.ts'
import { organizations } from './organizations.ts'
import { paymentAccounts } from './payment-accounts.ts'
import { paymentMethods } from './payment-methods.ts'
import { paymentSessions } from './payment-sessions.ts'
import { payments } from './payments.ts'
import { payouts } from './payouts.ts'
import { plans } from './plans.ts'
import { portal } from './portal.ts'
import { portalAccount } from './portal-account.ts'
import { portalInvoices } from './portal-invoices.ts'
import { portalLinks } from './portal-links.ts'
import { portalPlans } from './portal-plans.ts'
import { portalSettings } from './portal-settings.ts'
import { pricePreview } from './price-preview.ts'
import { prices } from './prices.ts'
import { products } from './products.ts'
import { reconciliations } from './reconciliations.ts'
import { sessions } from './sessions.ts'
import { subscriptionPlanChange } from './subscription-plan-change.ts'
import { subscriptionPreview } from './subscription-preview.ts'
import { subscriptions } from './subscriptions.ts'
import { taxes } from './taxes.ts'
import { testClocks } from './test-clocks.ts'
import { usage } from './usage.ts'
import { users } from './users.ts'

/** Every endpoint, by resource and operation id, in the order of the documentation. */
export const api = {
  sessions,
  users,
  organizations,
  billingSettings,
  portalSettings,
  embedOrigins,
  merchants,
  consumers,
  members,
  invitations,
  roles,
  apiKeys,
  products,
  billableMetrics,
  meters,
  fees,
  prices,
  pricePreview,
  plans,
  taxes,
  customers,
  claims,
  subscriptions,
  subscriptionPlanChange,
  subscriptionPreview,
  testClocks,
  usage,
  events,
  lineItems,
  invoices,
  invoicePayments,
  invoiceRefunds,
  documents,
  notices,
  accounts,
  autoTopUps,
  payments,
  paymentMethods,
  paymentSessions,
  portalLinks,
  paymentAccounts,
  payouts,
  reconciliations,
  portal,
  portalInvoices,
  portalAccount,
  portalPlans,
  portalAutoTopUp,
  checkout,
} as const
