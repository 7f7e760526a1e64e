import assert from 'node:assert/strict'
import { test } from 'node:test'
import { givenFee, givenProduct } from '../../test/harness/catalog.ts'
import { pay, payAt } from '../../test/harness/checkout.ts'
import { givenViewer, tokenOf } from '../../test/harness/links.ts'
import { call, product } from '../../test/harness/product.ts'
import { givenShop } from '../../test/harness/standard.ts'

const it = product()

async function given(wish: object = {}) {
  const shop = await givenShop(it)
  const planId = await shop.plan([await shop.fee('49.00')])
  const made = await shop.subscriber({ planId, at: '2027-01-01T00:00:00Z', ...wish })
  const may = (customersMay: object) =>
    call(it, 'updatePortalSettings', {
      key: shop.key,
      params: { id: shop.organizationId },
      body: { customersMay },
    })
  return { ...made, shop, may, key: await givenViewer(it, shop, made.id) }
}

const methods = async (key: string) =>
  (await call(it, 'listPortalPaymentMethods', { key })).body.data

async function store(key: string) {
  const { status, body } = await call(it, 'createPortalPaymentMethod', { key })
  assert.equal(status, 201)
  assert.equal((await pay(it, await tokenOf(it, body.url), 'succeeds')).status, 200)
}

test('a customer stores a card, chooses the default and removes one', async () => {
  const { key } = await given()
  await store(key)
  await store(key)
  const [second, first] = await methods(key)
  assert.deepEqual([second.isDefault, first.isDefault], [true, false])
  const params = { methodId: first.id }
  const chosen = await call(it, 'choosePortalPaymentMethod', { key, params })
  assert.deepEqual([chosen.status, chosen.body.isDefault], [200, true])
  const { body: overview } = await call(it, 'getPortalOverview', { key })
  assert.equal(overview.paymentMethod.id, first.id)
  assert.equal((await call(it, 'deletePortalPaymentMethod', { key, params })).status, 204)
  assert.deepEqual(
    (await methods(key)).map(({ id }: { id: string }) => id),
    [second.id],
  )
})

test('the last method stays while the subscription is charged to it by itself', async () => {
  const { key } = await given({ autoCharge: true })
  const [only, ...others] = await methods(key)
  assert.deepEqual(others, [])
  const params = { methodId: only.id }
  const refused = await call(it, 'deletePortalPaymentMethod', { key, params })
  assert.deepEqual([refused.status, refused.body.code], [409, 'PAYMENT_METHOD_IN_USE'])
  await store(key)
  assert.equal((await call(it, 'deletePortalPaymentMethod', { key, params })).status, 204)
})

test('the last method stays while another subscription of the customer is charged to it', async () => {
  const { shop, key, customerId, clockId } = await given()
  await store(key)
  const { productId } = await givenProduct(it, shop)
  const planId = await shop.plan([await shop.fee('5.00', await givenFee(it, shop, productId))], {
    productId,
  })
  const wish = { planId, customerId, testClockId: clockId, autoCharge: true }
  await shop.subscriber({ ...wish, at: '2027-01-01T00:00:00Z' })
  const remove = async (id: string) =>
    (await call(it, 'deletePortalPaymentMethod', { key, params: { methodId: id } })).status
  const [last, ...others] = await methods(key)
  for (const { id } of others) assert.equal(await remove(id), 204)
  assert.equal(await remove(last.id), 409)
})

test('of two methods that are removed at once, one stays while it is needed', async () => {
  const { key } = await given({ autoCharge: true })
  await store(key)
  const both = await methods(key)
  const statuses = await Promise.all(
    both.map(async ({ id }: { id: string }) => {
      const params = { methodId: id }
      return (await call(it, 'deletePortalPaymentMethod', { key, params })).status
    }),
  )
  assert.deepEqual(statuses.sort(), [204, 409])
  assert.equal((await methods(key)).length, 1)
})

test('a repeated request has one effect, and its key means nothing to another customer', async () => {
  const one = await given()
  const planId = (await one.shop.subscription(one.id)).planId
  const { id } = await one.shop.subscriber({ planId, at: '2027-01-01T00:00:00Z' })
  const other = await givenViewer(it, one.shop, id)
  for (const [name, body] of [
    ['createPortalTopup', { amount: '25.00' }],
    ['createPortalPaymentMethod', undefined],
  ] as const) {
    const headers = { 'idempotency-key': `the same for ${name}` }
    const ask = (key: string) => call(it, name, { key, headers, ...(body && { body }) })
    const first = await ask(one.key)
    assert.equal(first.status, 201)
    assert.deepEqual((await ask(one.key)).body, first.body)
    const theirs = await ask(other)
    assert.equal(theirs.status, 201)
    assert.notEqual(theirs.body.url, first.body.url)
  }
})

test('a method of somebody else is not there', async () => {
  const { key } = await given()
  const other = await given()
  await store(other.key)
  const [foreign] = await methods(other.key)
  const params = { methodId: foreign.id }
  for (const name of ['choosePortalPaymentMethod', 'deletePortalPaymentMethod']) {
    assert.equal((await call(it, name, { key, params })).status, 404, name)
  }
})

test('funds are added in the currency of the subscription', async () => {
  const { key } = await given()
  const { status, body } = await call(it, 'createPortalTopup', { key, body: { amount: '25.00' } })
  assert.equal(status, 201)
  assert.equal((await payAt(it, body.url)).status, 200)
  const { body: overview } = await call(it, 'getPortalOverview', { key })
  assert.deepEqual(overview.balance, { amount: '25.00', currency: 'USD' })
  const refused = await call(it, 'createPortalTopup', { key, body: { amount: '0.001' } })
  assert.deepEqual([refused.status, refused.body.errors[0].field], [400, 'amount'])
})

test('billing details are read, and changed where the merchant allows it', async () => {
  const { shop, key, may, id, customerId } = await given()
  const { body: before } = await call(it, 'getPortalBillingDetails', { key })
  const change = {
    phone: '+49 30 1',
    address: { line1: 'Am Markt 1', zipCode: '10115', country: 'de' },
  }
  const edit = (holder: string) =>
    call(it, 'updatePortalBillingDetails', { key: holder, body: change })
  assert.equal((await edit(key)).status, 403)
  assert.equal((await may({ editBillingDetails: true })).status, 200)
  const editor = await givenViewer(it, shop, id)
  const { status, body } = await edit(editor)
  assert.equal(status, 200)
  assert.deepEqual(body.address, { line1: 'Am Markt 1', zipCode: '10115', country: 'DE' })
  assert.deepEqual([body.name, body.email, body.phone], [before.name, before.email, '+49 30 1'])
  const { body: customer } = await call(it, 'getCustomer', {
    key: shop.key,
    params: { id: customerId },
  })
  assert.equal(customer.organization.phone, '+49 30 1')

  const wrong = await call(it, 'updatePortalBillingDetails', {
    key: editor,
    body: { address: { country: 'Germany' } },
  })
  assert.deepEqual([wrong.status, wrong.body.errors[0].field], [400, 'address.country'])

  assert.equal((await may({ editBillingDetails: false })).status, 200)
  assert.equal((await edit(editor)).status, 403)
})

test('what was mailed about the subscription is listed, the newest first', async () => {
  const { shop, clockId, key } = await given()
  await shop.passes(clockId, 'P1D')
  const { status, body } = await call(it, 'listPortalNotices', { key })
  assert.equal(status, 200)
  assert.ok(body.data.some(({ kind }: { kind: string }) => kind === 'invoice_paid'))
  assert.ok(!('to' in body.data[0]))
})

test('a link opens pages to pay on only so often, however it asks', async () => {
  const { key } = await given()
  const opened: number[] = []
  // Twice as many as an hour lets through, in case another hour begins on the way.
  while (opened.length <= 60 && opened.at(-1) !== 429) {
    const isEven = opened.length % 2 === 0
    const name = isEven ? 'createPortalTopup' : 'createPortalPaymentMethod'
    const { status } = await call(it, name, { key, ...(isEven && { body: { amount: '5.00' } }) })
    opened.push(status)
  }
  assert.deepEqual([...new Set(opened)], [201, 429])
  assert.ok(opened.length > 30)
})
