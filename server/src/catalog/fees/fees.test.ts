import assert from 'node:assert/strict'
import { test } from 'node:test'
import {
  givenFee,
  givenPlan,
  givenPrice,
  givenProduct,
  made,
} from '../../../test/harness/catalog.ts'
import { call, givenMerchant, product } from '../../../test/harness/product.ts'

const it = product()

type Named = { readonly field: string }
const fieldsOf = ({ body }: { readonly body: { readonly errors?: readonly Named[] } }) =>
  (body.errors ?? []).map(({ field }) => field)

async function given() {
  const merchant = await givenMerchant(it)
  const { productId } = await givenProduct(it, merchant)
  const { feeId } = await givenFee(it, merchant, productId)
  const { key } = merchant
  const on = (name: string, body?: object) => call(it, name, { key, params: { id: feeId }, body })
  return { merchant, key, productId, feeId, on }
}

test('a fee comes back as it was created, and a change touches what it names', async () => {
  const { merchant, productId, feeId, on } = await given()
  const { createdAt, updatedAt, ...fee } = (await on('getFee')).body
  assert.deepEqual(fee, {
    id: feeId,
    object: 'fee',
    name: 'Setup',
    description: 'Once',
    merchantId: merchant.organizationId,
    productId,
    itemId: null,
  })
  const changed = await on('updateFee', { name: 'Start', itemId: null })
  assert.deepEqual(changed.body, { ...fee, name: 'Start', createdAt, updatedAt })
  assert.equal((await on('updateFee', { itemId: 'itm_1' })).status, 404)
})

test('a fee needs a product of the merchant', async () => {
  const { merchant, key } = await given()
  const foreign = await given()
  const create = (more: object) =>
    call(it, 'createFee', {
      key,
      body: { merchantId: merchant.organizationId, name: 'F', description: '', ...more },
    })
  const cases = [
    [{}, ['productId']],
    [{ productId: foreign.productId }, ['productId']],
    [{ productId: 'prod_1', itemId: 'itm_1' }, ['itemId', 'productId']],
    [{ itemId: 'itm_1' }, ['itemId']],
  ] as const
  for (const [more, fields] of cases) {
    const reply = await create(more)
    assert.equal(reply.status, 400)
    assert.deepEqual(fieldsOf(reply), fields)
  }
})

test('a fee is not deleted while it has prices, and gone afterwards', async () => {
  const { merchant, key, productId, feeId, on } = await given()
  const price = { feeId, paymentTerm: 'in_arrears', billingCadence: 'P1M' }
  const { priceId } = await givenPrice(it, merchant, price)

  const refused = await on('deleteFee')
  assert.deepEqual([refused.status, refused.body.code], [409, 'FEE_IN_USE'])
  assert.deepEqual(refused.body.details, { blockers: [{ type: 'prices', count: 1 }] })

  await call(it, 'deletePrice', { key, params: { id: priceId } })
  assert.equal((await on('deleteFee')).status, 204)
  assert.equal((await on('getFee')).status, 404)
  assert.equal((await on('deleteFee')).status, 404)
  assert.equal((await on('updateFee', { name: 'N' })).status, 404)
  const query = { merchantId: merchant.organizationId, productId }
  const { body } = await call(it, 'listFees', { key, query })
  assert.equal(body.pagination.total, 0)
})

test('a fee that is deleted while it gets a price either has one or is gone', async () => {
  const { key, feeId, on } = await given()
  const body = {
    feeId,
    invoiceDisplayName: 'Fee',
    paymentTerm: 'in_advance',
    billingCadence: 'P0D',
    properties: { unitPrice: '1' },
  }
  const [priced, deleted] = await Promise.all([
    call(it, 'createPrice', { key, body }),
    on('deleteFee'),
  ])
  const outcome = `${priced.status} ${deleted.status}`
  assert.ok(['201 409', '404 204'].includes(outcome), outcome)
})

test('a fee of another merchant is answered as one that never existed', async () => {
  const mine = await given()
  const foreign = await given()
  const never = 'fee_00000000000000000000000000000000'
  for (const name of ['getFee', 'updateFee', 'deleteFee']) {
    const body = name === 'updateFee' ? { name: 'Mine' } : undefined
    const theirs = await call(it, name, { key: mine.key, params: { id: foreign.feeId }, body })
    const none = await call(it, name, { key: mine.key, params: { id: never }, body })
    assert.equal(theirs.status, 404)
    assert.deepEqual(theirs.body, none.body)
  }
  assert.equal((await foreign.on('getFee')).status, 200)
})

test('a fee costs nothing under a subscription that does not exist', async () => {
  const { key, feeId } = await given()
  const params = { id: feeId, subscriptionId: 'sub_00000000000000000000000000000000' }
  assert.equal((await call(it, 'getFeePrice', { key, params })).status, 404)
})

test('what a fee costs under a subscription is the price of its plan, at the customer’s rate', async () => {
  const { merchant, key, productId, feeId } = await given()
  const price = { feeId, paymentTerm: 'in_advance', billingCadence: 'P0D' }
  const { priceId } = await givenPrice(it, merchant, price)
  await givenPrice(it, merchant, { ...price, properties: { unitPrice: '7' } })
  const { planId } = await givenPlan(it, merchant, { productId, prices: [priceId] })
  const { organizationId: merchantId } = merchant
  const consumer = { name: 'Ada', email: 'ada@example.com', address: {} }
  const { customerId } = await made(it, 'createCustomer', {
    key,
    body: { merchantId, consumer, taxRates: { default: 13, [feeId]: 7 } },
  })
  const startedAt = it.clock.now.toString()
  const { id: subscriptionId } = await made(it, 'createSubscription', {
    key,
    body: { customerId, planId, name: 'Ada', startedAt },
  })

  const { status, body } = await call(it, 'getFeePrice', {
    key,
    params: { id: feeId, subscriptionId },
  })

  assert.equal(status, 200)
  assert.deepEqual(body, {
    id: priceId,
    feeId,
    model: 'standard',
    paymentTerm: 'in_advance',
    invoiceDisplayName: 'Tokens',
    properties: { unitPrice: '0.01' },
    taxRate: 7,
  })
  const other = await givenFee(it, merchant, productId)
  const none = await call(it, 'getFeePrice', { key, params: { id: other.feeId, subscriptionId } })
  assert.equal(none.status, 404)
  const stranger = await givenMerchant(it)
  const foreign = await call(it, 'getFeePrice', {
    key: stranger.key,
    params: { id: feeId, subscriptionId },
  })
  assert.equal(foreign.status, 404)
})
