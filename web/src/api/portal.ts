import type { checkout } from '@tallystick/contract/checkout.ts'
import type { Endpoint, Input, Reply } from '@tallystick/contract/endpoint.ts'
import type { portal } from '@tallystick/contract/portal.ts'

/** What an endpoint answers with when all is well. */
type Answer<E extends Endpoint> = Extract<Reply<E>, { status: 200 | 201 }>['body']

export type Session = Answer<typeof portal.createPortalSession>
export type Overview = Answer<typeof portal.getPortalOverview>
export type Usage = Answer<typeof portal.getPortalUsage>
export type MetricUsage = Usage['metrics'][number]
export type Charges = Answer<typeof portal.listPortalCharges>
export type Checkout = Answer<typeof checkout.getCheckout>
export type CardPayment = Extract<Input<typeof checkout.payCheckout>['body'], { card: unknown }>

export type Price = Overview['plan']['prices'][number]
export type UsageWindow = MetricUsage['windows'][number]
export type Charge = Charges['data'][number]

export type NextInvoice = NonNullable<Overview['nextInvoice']>

export type StoredMethod = NonNullable<Overview['paymentMethod']>
