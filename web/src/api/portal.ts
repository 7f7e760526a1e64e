import type { checkout } from '@tallystick/contract/checkout.ts'
import type { Endpoint, Input, Reply } from '@tallystick/contract/endpoint.ts'
import type { portal } from '@tallystick/contract/portal.ts'

/** What an endpoint answers with when all is well. */
type Answer<E extends Endpoint> = Extract<Reply<E>, { status: 200 | 201 }>['body']

export type Session = Answer<typeof portal.createPortalSession>
export type Overview = Answer<typeof portal.getPortalOverview> & {
  readonly permissions?: readonly string[]
  readonly nextInvoice?: NextInvoice
  readonly paymentMethod?: StoredMethod
}
type UsageNow = Answer<typeof portal.getPortalUsage>
export type MetricUsage = UsageNow['metrics'][number] & {
  readonly dimensions?: readonly string[]
  readonly groups?: readonly { key: string; quantity: string; amount?: string }[]
}
export type Usage = Omit<UsageNow, 'metrics'> & { readonly metrics: readonly MetricUsage[] }
export type Charges = Answer<typeof portal.listPortalCharges>
export type Checkout = Answer<typeof checkout.getCheckout>
export type CardPayment = Extract<Input<typeof checkout.payCheckout>['body'], { card: unknown }>

export type Price = Overview['plan']['prices'][number]
export type UsageWindow = MetricUsage['windows'][number]
export type Charge = Charges['data'][number]

export type NextInvoice = {
  readonly at: string
  readonly amount: string
  readonly currency: string
  readonly lines: readonly { readonly description: string; readonly amount: string }[]
}

export type StoredMethod = {
  readonly type: string
  readonly brand?: string
  readonly last4?: string
  readonly expMonth?: number
  readonly expYear?: number
}
