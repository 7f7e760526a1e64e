import assert from 'node:assert/strict'
import { test } from 'node:test'
import { givenFunds } from '../../test/harness/books.ts'
import { made } from '../../test/harness/catalog.ts'
import { call, product } from '../../test/harness/product.ts'
import { givenSeller, type Seller, subscribe } from '../../test/harness/subscribed.ts'

let seller: Seller
const it = product({
  arrange: async (of) => {
    seller = await givenSeller(of)
    const { key, organizationId: id } = seller
    const body = {
      seller: { address: { country: 'DE', zipCode: '10115' } },
      taxRegistrations: [{ country: 'DE', scheme: 'oss' }],
    }
    const set = await call(of, 'updateBillingSettings', { key, params: { id }, body })
    assert.equal(set.status, 200)
  },
})

let people = 0

/** What one unit at 0.01 is taxed with, in thousandths of a cent. */
async function taxOf(address: object, more: object = {}) {
  people += 1
  const { key, organizationId: merchantId } = seller
  const consumer = { name: 'Ada', email: `ada${people}@example.com`, address }
  const body = { merchantId, consumer, ...more }
  const { customerId } = await made(it, 'createCustomer', { key, body })
  const { body: subscription } = await subscribe(it, seller, { customerId })
  assert.equal(subscription.status, 'active')
  await givenFunds(it, seller, { customerId, amount: '1.00' })
  const event = {
    merchantId,
    customerId,
    idempotencyKey: customerId,
    timestamp: it.clock.now.toString(),
    properties: [{ billableMetricId: seller.billableMetricId, quantity: 1 }],
  }
  const charged = await made(it, 'createUsageEvent', { key, body: event })
  return charged.billing.totalTax / 10_000
}

test('usage that is charged on arrival bears the tax of where the customer is', async () => {
  assert.equal(await taxOf({ country: 'DE', zipCode: '80331' }), 190)
  assert.equal(await taxOf({ country: 'FR', zipCode: '75001' }), 200)
  assert.equal(await taxOf({ country: 'US', zipCode: '94103', state: 'CA' }), 0)
  assert.equal(await taxOf({ country: 'ES', zipCode: '35001' }), 0)
})

test('a business elsewhere in the Union accounts for the tax itself, if its id can be one', async () => {
  const address = { country: 'FR', zipCode: '75001' }
  assert.equal(await taxOf(address, { taxId: 'FR40303265045' }), 0)
  assert.equal(await taxOf(address, { taxId: 'FR40303265046' }), 200)
})

test('the customer’s own rate goes before that of where it is', async () => {
  assert.equal(await taxOf({ country: 'DE' }, { taxRates: { default: 5 } }), 50)
})

test('where nobody knows where the customer is, the rate of the plan holds', async () => {
  assert.equal(await taxOf({}), 0)
})
