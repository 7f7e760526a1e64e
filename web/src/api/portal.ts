import type { portalAutoTopUp } from '@tallystick/contract/auto-topups.ts'
import type { checkout } from '@tallystick/contract/checkout.ts'
import type { Endpoint, Input, Reply } from '@tallystick/contract/endpoint.ts'
import type { portal } from '@tallystick/contract/portal.ts'
import type { portalAccount } from '@tallystick/contract/portal-account.ts'
import type { portalInvoices } from '@tallystick/contract/portal-invoices.ts'
import type { portalPlans } from '@tallystick/contract/portal-plans.ts'

/** What an endpoint answers with when all is well. */
type Answer<E extends Endpoint> = Extract<Reply<E>, { status: 200 | 201 }>['body']

export type Session = Answer<typeof portal.createPortalSession>
export type Overview = Answer<typeof portal.getPortalOverview>
export type Usage = Answer<typeof portal.getPortalUsage>
export type MetricUsage = Usage['metrics'][number]
export type Charges = Answer<typeof portal.listPortalCharges>
export type AutoTopUp = Answer<typeof portalAutoTopUp.getPortalAutoTopUp>
export type Checkout = Answer<typeof checkout.getCheckout>
export type Payment = Input<typeof checkout.payCheckout>['body']
export type CardPayment = Extract<Payment, { card: unknown }>
export type CheckoutElement = Answer<typeof checkout.openCheckoutElement>

export type Price = Overview['plan']['prices'][number]
export type UsageWindow = MetricUsage['windows'][number]
export type Charge = Charges['data'][number]

export type NextInvoice = NonNullable<Overview['nextInvoice']>

export type PaymentMethods = Answer<typeof portalAccount.listPortalPaymentMethods>
export type PaymentMethod = PaymentMethods['data'][number]
/** What is known of a method wherever one is named. */
export type NamedMethod = Pick<PaymentMethod, 'type' | 'brand' | 'last4' | 'expMonth' | 'expYear'>

/** A page of the checkout, opened from within the portal. */
export type PortalCheckout = Answer<typeof portalAccount.createPortalTopup>

export type InvoiceList = Answer<typeof portalInvoices.listPortalInvoices>
export type InvoiceRow = InvoiceList['data'][number]
export type Invoice = Answer<typeof portalInvoices.getPortalInvoice>
export type InvoiceLine = Invoice['lines'][number]
export type Party = Invoice['seller']
export type Address = NonNullable<Party['address']>

export type BillingDetails = Answer<typeof portalAccount.getPortalBillingDetails>
export type DetailsChange = Input<typeof portalAccount.updatePortalBillingDetails>['body']

export type Mails = Answer<typeof portalAccount.listPortalNotices>

export type PortalPlans = Answer<typeof portalPlans.listPortalPlans>
export type PortalPlan = PortalPlans['data'][number]
export type PlanChange = Answer<typeof portalPlans.previewPortalPlanChange>
