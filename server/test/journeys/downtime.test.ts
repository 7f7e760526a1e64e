import assert from 'node:assert/strict'
import { test } from 'node:test'
import { made } from '../harness/catalog.ts'
import { payAt } from '../harness/checkout.ts'
import { givenCustomer } from '../harness/customers.ts'
import { pass, runDueWork } from '../harness/due.ts'
import { product } from '../harness/product.ts'
import { givenShop } from '../harness/standard.ts'

const it = product()
const begin = '2029-06-01T00:00:00Z'

type Shop = Awaited<ReturnType<typeof givenShop>>

/** 20.00 a month in advance, 5.00 in arrears, and tokens at 0.01. */
async function givenMixedPlan(shop: Shop): Promise<string> {
  const support = { paymentTerm: 'in_arrears', invoiceDisplayName: 'Support' }
  const prices = [await shop.fee('20'), await shop.fee('5', support), await shop.usage('0.01')]
  return shop.plan(prices)
}

/** Somebody who lives in real time, with usage in the first month. */
async function givenRealCustomer(shop: Shop, startedAt = begin): Promise<string> {
  const planId = await givenMixedPlan(shop)
  const customerId = await givenCustomer(it, shop)
  const body = { name: 'Real', customerId, planId, startedAt }
  const { id, payment } = await made(it, 'createSubscription', { key: shop.key, body })
  assert.equal((await payAt(it, payment.checkoutUrl)).status, 200)
  await shop.uses(customerId, 1234, startedAt)
  return id
}

const bills = [
  '0 2029-06-01 PAID 20.00',
  '1 2029-06-01 ISSUED 37.34',
  '2 2029-07-01 ISSUED 25.00',
  '3 2029-08-01 ISSUED 25.00',
  '4 2029-09-01 ACTIVE 25.00',
]

test('what falls due in real time bills the same as by a test clock', async () => {
  it.clock.now = Temporal.Instant.from(begin)
  const shop = await givenShop(it)
  const { customerId, clockId, id } = await shop.subscriber({
    planId: await givenMixedPlan(shop),
    at: begin,
  })
  await shop.uses(customerId, 1234, begin)
  await shop.passes(clockId, 'P3M3D')
  const byClock = await shop.bills(id)

  const real = await givenRealCustomer(shop)
  await pass(it, { hours: 24 * 95 })

  assert.deepEqual(byClock, bills)
  assert.deepEqual(await shop.bills(real), bills)
})

test('a server that was down for months bills every period once when it is back, the oldest first', async () => {
  it.clock.now = Temporal.Instant.from(begin)
  const shop = await givenShop(it)
  const id = await givenRealCustomer(shop)
  await runDueWork(it)
  it.clock.now = Temporal.Instant.from('2029-09-04T00:00:00Z')
  await runDueWork(it)

  assert.deepEqual(await shop.bills(id), bills)
  const issued = (await shop.invoices(id)).filter(({ status }) => status === 'ISSUED')
  assert.deepEqual(
    issued.map(({ invoiceNumber }) => invoiceNumber),
    ['INV-2029-09-001', 'INV-2029-09-002', 'INV-2029-09-003'],
  )
  assert.deepEqual((await shop.lines(issued[0].id)).sort(), [
    'Base fee 2029-07-01 20.00',
    'Support 2029-06-01 5.00',
    'Tokens read 2029-06-01 12.34',
  ])
})
