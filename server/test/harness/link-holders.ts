import assert from 'node:assert/strict'
import type { PortalPermission } from '@tallystick/contract/permissions.ts'
import { givenFee, givenInstantPlan, givenPlan, givenPrice, made } from './catalog.ts'
import { cardThat } from './checkout.ts'
import { givenCustomer } from './customers.ts'
import { givenViewer, tokenOf } from './links.ts'
import { call, givenMerchant, type Party, type Product } from './product.ts'

/** A subscription that was paid for, with something of everything that a portal shows. */
export type Subscribed = {
  readonly customerId: string
  readonly id: string
  /** Stands in its name, and nowhere else. */
  readonly canary: string
  /** What requests may name of it, by the prefix of the id. */
  readonly byPrefix: Readonly<Record<string, string>>
}

/** Whose token it is, and what it may do. */
export type Holder = {
  readonly who: string
  readonly token: string
  readonly permissions: ReadonlySet<PortalPermission>
}

const switches = {
  topUp: 'portal:topup',
  managePaymentMethods: 'portal:methods',
  editBillingDetails: 'portal:details',
  cancel: 'portal:cancel',
  changePlan: 'portal:plan',
} as const satisfies Record<string, PortalPermission>
type Switch = keyof typeof switches
const allSwitches = Object.keys(switches) as Switch[]

/** A subscription of one customer, and whose things its link must not show: others of the same customer, and others. */
export async function givenNeighbours(of: Product) {
  const merchant = await givenMerchant(of)
  const offer = await givenOffer(of, merchant)
  const customerId = await givenCustomer(of, merchant)
  const own = await givenSubscribed(of, { merchant, offer, customerId, canary: 'own-5d1f' })
  const other = await givenSubscribed(of, {
    ...{ merchant, customerId, canary: 'other-5d1f' },
    offer: await givenOffer(of, merchant),
  })
  const neighbour = await givenSubscribed(of, {
    ...{ merchant, offer, canary: 'neighbour-5d1f' },
    customerId: await givenCustomer(of, merchant),
  })
  const foreign = await givenMerchant(of)
  const stranger = await givenSubscribed(of, {
    ...{ merchant: foreign, canary: 'stranger-5d1f' },
    offer: await givenOffer(of, foreign),
    customerId: await givenCustomer(of, foreign),
  })
  return { merchant, foreign, own, other, neighbour, stranger }
}

/**
 * Everybody who may hold a link to a subscription: with nothing but reading, with one permission more, with all of them;
 * and who holds a checkout link of the same customer. In the end the merchant allows everything.
 */
export async function givenHolders(
  of: Product,
  { merchant, own }: { readonly merchant: Party; readonly own: Subscribed },
): Promise<readonly Holder[]> {
  const holders: Holder[] = []
  const portal = async (who: string, allowed: readonly Switch[]) => {
    await allow(of, merchant, allowed)
    const token = await givenViewer(of, merchant, own.id)
    const more = allowed.map((each) => switches[each])
    holders.push({ who, token, permissions: new Set(['portal:read', ...more]) })
  }
  await portal('a reader', [])
  for (const each of allSwitches) await portal(`one who may ${each}`, [each])
  await portal('one who may everything', allSwitches)
  const token = await tokenOf(of, await givenTopupPage(of, merchant, own.customerId))
  holders.push({ who: 'a payer', token, permissions: new Set(['portal:pay']) })
  return holders
}

/** Switches what customers may on, and everything else off. */
export async function allow(
  of: Product,
  { key, organizationId: id }: Party,
  allowed: readonly Switch[] = allSwitches,
): Promise<void> {
  const customersMay = Object.fromEntries(allSwitches.map((each) => [each, allowed.includes(each)]))
  const reply = await call(of, 'updatePortalSettings', {
    key,
    params: { id },
    body: { customersMay },
  })
  assert.equal(reply.status, 200, JSON.stringify(reply.body))
}

type Offer = Awaited<ReturnType<typeof givenOffer>>

/** A product of its own: a fee at the start, and usage that is charged as it comes. */
async function givenOffer(of: Product, merchant: Party) {
  const offer = await givenInstantPlan(of, merchant)
  const { productId, priceId: usagePriceId } = offer
  const { feeId } = await givenFee(of, merchant, productId)
  const { priceId } = await givenPrice(of, merchant, {
    ...{ feeId, model: undefined, invoiceDisplayName: 'Base fee' },
    ...{ paymentTerm: 'in_advance', billingCadence: 'P1M', properties: { unitPrice: '49.00' } },
  })
  const { planId } = await givenPlan(of, merchant, { productId, prices: [priceId, usagePriceId] })
  return { ...offer, planId }
}

type Wish = {
  readonly merchant: Party
  readonly offer: Offer
  readonly customerId: string
  readonly canary: string
}

async function givenSubscribed(of: Product, wish: Wish): Promise<Subscribed> {
  const { merchant, offer, customerId, canary } = wish
  const { key, organizationId: merchantId } = merchant
  const { id, payment } = await made(of, 'createSubscription', {
    key,
    body: {
      ...{ customerId, planId: offer.planId, name: canary, prefundAmount: '20' },
      startedAt: of.clock.now.toString(),
    },
  })
  const paid = await call(of, 'payCheckout', {
    key: await tokenOf(of, payment.checkoutUrl),
    body: { card: cardThat('succeeds'), savePaymentMethod: true },
  })
  assert.equal(paid.status, 200, JSON.stringify(paid.body))
  const timestamp = of.clock.now.toString()
  const properties = [{ billableMetricId: offer.billableMetricId, quantity: 3 }]
  const event = { merchantId, customerId, idempotencyKey: canary, timestamp, properties }
  await made(of, 'createUsageEvent', { key, body: event })
  return {
    customerId,
    id,
    canary,
    byPrefix: await namesOf(of, { merchant, offer, customerId, id }),
  }
}

async function namesOf(
  of: Product,
  { merchant: { key }, offer, customerId, id }: Omit<Wish, 'canary'> & { readonly id: string },
) {
  const invoices = await call(of, 'listInvoices', { key, query: { subscriptionId: id } })
  const invoice = invoices.body.data.find(({ status }: { status: string }) => status === 'PAID')
  const methods = await call(of, 'listCustomerPaymentMethods', { key, params: { id: customerId } })
  const method = methods.body.data[0]
  assert.ok(invoice && method, 'something was paid, and kept')
  return { sub: id, cus: customerId, plan: offer.planId, inv: invoice.id, pm: method.id }
}

async function givenTopupPage(of: Product, { key }: Party, id: string): Promise<string> {
  const body = { amount: '5.00', currency: 'USD' }
  const reply = await call(of, 'createTopup', { key, params: { id }, body })
  assert.equal(reply.status, 201, JSON.stringify(reply.body))
  return reply.body.paymentUrl
}
