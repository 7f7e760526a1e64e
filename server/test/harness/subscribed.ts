import assert from 'node:assert/strict'
import { sql } from 'kysely'
import { systemIn, transact } from '../../src/platform/workspace.ts'
import { givenFee, givenMetric, givenPlan, givenPrice, givenProduct, made } from './catalog.ts'
import { callPatiently } from './patience.ts'
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
  const { productId } = await givenProduct(of, party)
  const { billableMetricId } = await givenMetric(of, party, { productId })
  const { priceId } = await givenPrice(of, party, { billableMetricId })
  const { planId } = await givenPlan(of, party, { productId, prices: [priceId] })
  return { ...party, productId, billableMetricId, instantPriceId: priceId, planId }
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

let people = 0

export async function givenCustomer(of: Product, { key, organizationId }: Party): Promise<string> {
  people += 1
  const address = { country: 'DE', zipCode: '10115' }
  const consumer = { name: `Ada ${people}`, email: `ada${people}@example.com`, address }
  const body = { merchantId: organizationId, consumer }
  const { customerId } = await made(of, 'createCustomer', { key, body })
  return customerId
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

export type Link = { readonly id: string; readonly code: string }

export function linkOf(url: string): Link {
  const { pathname, hash } = new URL(url)
  return { id: pathname.split('/').at(-1) ?? '', code: hash.slice(1) }
}

/** The token that a link was exchanged for. */
export async function tokenOf(of: Product, url: string): Promise<string> {
  const { status, body } = await call(of, 'createPortalSession', { body: linkOf(url) })
  assert.equal(status, 201, JSON.stringify(body))
  return body.token
}

/** A link to a subscription's portal. */
export function givenLink(
  of: Product,
  { key }: Party,
  { id, ...body }: { readonly id: string; readonly expiresIn?: string },
) {
  return callPatiently(of, 'generatePortalLink', { key, params: { id }, body })
}

/** The token of somebody who looks at the portal of a subscription. */
export async function givenViewer(of: Product, party: Party, id: string): Promise<string> {
  const { body } = await givenLink(of, party, { id })
  return tokenOf(of, body.url)
}

const card = { number: '4242424242424242', expMonth: 12, expYear: 2030, cvc: '123' }

/** Pays at the checkout page with a card that succeeds. */
export async function pay(of: Product, checkoutUrl: string) {
  const key = await tokenOf(of, checkoutUrl)
  return call(of, 'payCheckout', { key, body: { card } })
}

export type Invoice = {
  readonly status: string
  readonly grand_total: string
  readonly fee: string
}

/** The first invoice of a subscription as it is stored: no endpoint shows it yet. */
export async function firstInvoice(of: Product, { organizationId }: Party, subscriptionId: string) {
  return transact(of.installation.workspace, systemIn(organizationId, 'tests'), async ({ db }) => {
    const { rows } = await sql<Invoice>`
      select status, grand_total, fee from tally.invoices
      where merchant_id = ${organizationId} and subscription_id = ${subscriptionId}
        and sequence = 0`.execute(db)
    return rows[0]
  })
}

/** Balances other than zero, by kind of account, in major units. */
export async function books(of: Product, { organizationId }: Party) {
  return transact(of.installation.workspace, systemIn(organizationId, 'tests'), async ({ db }) => {
    const { rows } = await sql<{ kind: string; balance: string }>`
      select a.kind, trim_scale(sum(case when p.credit_account = a.account_id then p.amount else -p.amount end)) as balance
      from tally.postings as p
      join tally.accounts as a on a.book_id = p.book_id and a.account_id in (p.debit_account, p.credit_account)
      where p.book_id = ${organizationId}
      group by a.kind order by a.kind`.execute(db)
    return Object.fromEntries(
      rows.filter(({ balance }) => balance !== '0').map(({ kind, balance }) => [kind, balance]),
    )
  })
}
