import assert from 'node:assert/strict'
import { givenMetric } from './catalog.ts'
import { december, germanSeller, givenBuyer, givenInvoicing } from './invoiced.ts'
import { call, type Product } from './product.ts'

type Shop = Awaited<ReturnType<typeof givenInvoicing>>

const arrears = { paymentTerm: 'in_arrears' }
const inDecember = '2026-12-01T12:00:00Z'

/** Lines of every kind and cause, with tax of several rates: what a doctor has to look at. */
export async function givenLineStories(of: Product): Promise<void> {
  const shop = await givenLateUsage(of)
  await carried(shop)
  await paidOut(shop)
  await instant(of, shop)
  await givenBack(of, shop)
}

/** Prices with tax; a rebate that lapses; usage that came late; two rates of tax. */
export async function givenLateUsage(of: Product): Promise<Shop> {
  const shop = await givenInvoicing(of, germanSeller)
  const rebate = { invoiceDisplayName: 'Rebate' }
  const prices = [await shop.usage('0.333'), await shop.usage('-0.555', rebate)]
  const planId = await shop.plan([...prices, await shop.fee('9.99', arrears)], {
    taxBehavior: 'inclusive',
  })
  const taxRates = { [shop.billableMetricId]: 8.25 }
  const customerId = await givenBuyer(of, shop, { country: 'FR', taxRates })
  const { clockId } = await shop.subscriber({ planId, at: december, customerId })
  await shop.uses(customerId, 10, inDecember)
  await shop.passes(clockId, 'P32D')
  await shop.uses(customerId, 5, inDecember)
  await shop.passes(clockId, 'P1M')
  return shop
}

async function carried(shop: Shop) {
  const planId = await shop.plan([await shop.fee('5.00', arrears)])
  const { clockId, id: subscriptionId } = await shop.subscriber({ planId, at: december })
  await shop.writes({ subscriptionId, unitPrice: -7 })
  await shop.passes(clockId, 'P64D')
  await shop.writes({ subscriptionId })
}

async function paidOut(shop: Shop) {
  const planId = await shop.plan([await shop.fee('5.00', arrears)])
  const { clockId, id: subscriptionId } = await shop.subscriber({ planId, at: december })
  await shop.writes({ subscriptionId, unitPrice: -7 })
  await shop.post('terminateSubscription', subscriptionId, { reason: 'Moved away' })
  await shop.passes(clockId, 'P2D')
}

async function instant(of: Product, shop: Shop) {
  const { key, organizationId: merchantId, productId } = shop
  const { billableMetricId } = await givenMetric(of, shop, { productId })
  const price = await shop.usage('0.014', { billableMetricId, paymentTerm: 'instant' })
  const planId = await shop.plan([price, await shop.usage('0.10')], { billingVersion: 0 })
  const wish = { planId, at: december, prefundAmount: '20.00' }
  const { clockId, customerId } = await shop.subscriber(wish)
  const properties = [{ billableMetricId, quantity: 3 }]
  const what = { merchantId, customerId, timestamp: december, properties }
  const body = { ...what, idempotencyKey: 'instant' }
  assert.equal((await call(of, 'createUsageEvent', { key, body })).status, 201)
  await shop.uses(customerId, 10)
  await shop.passes(clockId, 'P32D')
}

/** A credit note, whose number is of a series of its own. */
async function givenBack(of: Product, shop: Shop) {
  const { id } = await shop.subscriber({
    planId: await shop.plan([await shop.fee('49.00')]),
    at: december,
  })
  const [{ id: invoiceId }] = await shop.invoices(id)
  const options = { key: shop.key, params: { id: invoiceId } }
  assert.equal((await call(of, 'createInvoiceRefund', options)).status, 201)
}
