import { sql } from 'kysely'
import { asSystem } from './acting.ts'
import { givenFee, givenInstantPlan, givenPlan, givenPrice } from './catalog.ts'
import { givenCustomer } from './customers.ts'
import { call, givenMerchant, type Party, type Product } from './product.ts'

/** A merchant with one product: a plan of an instant price, and what a test needs to make more. */
export type Seller = Party & {
  readonly productId: string
  readonly billableMetricId: string
  readonly instantPriceId: string
  readonly planId: string
}

export async function givenSeller(of: Product): Promise<Seller> {
  const party = await givenMerchant(of)
  const { priceId: instantPriceId, ...offer } = await givenInstantPlan(of, party)
  return { ...party, ...offer, instantPriceId }
}

/** A plan of the seller's product with a fee, one-time unless told otherwise, and the instant price. */
export async function givenFeePlan(
  of: Product,
  seller: Seller,
  {
    fee = {},
    ...plan
  }: { readonly fee?: Readonly<Record<string, unknown>>; readonly [field: string]: unknown } = {},
): Promise<string> {
  const { feeId } = await givenFee(of, seller, seller.productId)
  const { priceId } = await givenPrice(of, seller, {
    feeId,
    model: undefined,
    invoiceDisplayName: 'Set-up',
    paymentTerm: 'in_advance',
    billingCadence: 'P0D',
    properties: { unitPrice: '99.00' },
    ...fee,
  })
  const { productId } = seller
  const prices = [priceId, seller.instantPriceId]
  const { planId } = await givenPlan(of, seller, { productId, prices, ...plan })
  return planId
}

type Wish = { readonly customerId?: string; readonly [field: string]: unknown }

/** Asks for a subscription to the seller's plan that starts now, unless told otherwise. */
export async function subscribe(of: Product, seller: Seller, wish: Wish = {}) {
  const customerId = wish.customerId ?? (await givenCustomer(of, seller))
  const body = {
    name: 'Pro',
    planId: seller.planId,
    startedAt: of.clock.now.toString(),
    ...wish,
    ...(!wish['customer'] && { customerId }),
  }
  return call(of, 'createSubscription', { key: seller.key, body })
}

export type Invoice = {
  readonly status: string
  readonly grand_total: string
  readonly fee: string
}

/** The first invoice of a subscription as it is stored: no endpoint shows it yet. */
export function firstInvoice(of: Product, party: Party, subscriptionId: string) {
  return asSystem(of, party, async ({ db, organizationId }) => {
    const { rows } = await sql<Invoice>`
      select status, grand_total, fee from tally.invoices
      where merchant_id = ${organizationId} and subscription_id = ${subscriptionId}
        and sequence = 0`.execute(db)
    return rows[0]
  })
}
