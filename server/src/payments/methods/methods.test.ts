import assert from 'node:assert/strict'
import { test } from 'node:test'
import { balancesOf } from '../../../test/harness/books.ts'
import { pay } from '../../../test/harness/checkout.ts'
import { givenCustomer } from '../../../test/harness/customers.ts'
import { tokenOf } from '../../../test/harness/links.ts'
import { call, givenMerchant, type Party, product } from '../../../test/harness/product.ts'

const it = product()

async function given() {
  const merchant = await givenMerchant(it)
  return { merchant, id: await givenCustomer(it, merchant) }
}

const listed = async ({ key }: Party, id: string) =>
  (await call(it, 'listCustomerPaymentMethods', { key, params: { id } })).body.data

const setUp = ({ key }: Party, id: string, body?: object) =>
  call(it, 'createCustomerPaymentMethod', { key, params: { id }, ...(body && { body }) })

async function store(merchant: Party, id: string) {
  const { body } = await setUp(merchant, id)
  return pay(it, await tokenOf(it, body.url), 'succeeds')
}

test('a customer stores a card on a page and pays nothing for it', async () => {
  const { merchant, id } = await given()
  const metadata = { why: 'renewal', tries: 2 }
  const { status, body } = await setUp(merchant, id, { metadata })
  assert.equal(status, 201)
  assert.equal(body.mode, 'setup')
  assert.equal(body.status, 'pending')
  assert.deepEqual(body.metadata, metadata)
  assert.equal(body.expiresAt, it.clock.now.add({ hours: 720 }).toString())

  const payer = await tokenOf(it, body.url)
  const page = await call(it, 'getCheckout', { key: payer })
  assert.deepEqual([page.body.mode, page.body.entityType], ['setup', 'customer'])
  assert.equal((await pay(it, payer, 'card_declined')).body.failure.code, 'card_declined')
  assert.deepEqual(await listed(merchant, id), [])
  assert.equal((await pay(it, payer, 'succeeds')).body.status, 'completed')

  const [method, ...others] = await listed(merchant, id)
  assert.deepEqual(others, [])
  assert.deepEqual(
    { ...method, id: '' },
    {
      object: 'paymentMethod',
      id: '',
      type: 'card',
      brand: 'visa',
      last4: '4242',
      expMonth: 12,
      expYear: 2030,
      isDefault: true,
      createdAt: it.clock.now.toString(),
    },
  )
  assert.deepEqual(await balancesOf(it, merchant), {})
})

test('a page that only stores a method is no payment session that collects something', async () => {
  const { merchant, id } = await given()
  await store(merchant, id)
  const { body } = await call(it, 'listPaymentSessions', {
    key: merchant.key,
    query: { customerId: id },
  })
  assert.equal(body.pagination.total, 0)
})

test('the card stored or chosen last is the default, and removing it leaves the one before', async () => {
  const { merchant, id } = await given()
  const { key } = merchant
  await store(merchant, id)
  const [first] = await listed(merchant, id)
  await store(merchant, id)
  const [second, ...before] = await listed(merchant, id)
  assert.deepEqual([second.isDefault, before[0].id], [true, first.id])

  const one = (methodId: string) => ({ key, params: { id, methodId } })
  const chosen = await call(it, 'chooseCustomerPaymentMethod', one(first.id))
  assert.deepEqual(chosen.body, { ...first, isDefault: true })
  assert.deepEqual(await listed(merchant, id), [first, { ...second, isDefault: false }])

  assert.equal((await call(it, 'deleteCustomerPaymentMethod', one(first.id))).status, 204)
  assert.equal((await call(it, 'deleteCustomerPaymentMethod', one(first.id))).status, 404)
  assert.equal((await call(it, 'chooseCustomerPaymentMethod', one(first.id))).status, 404)
  assert.deepEqual(await listed(merchant, id), [second])
})

test('the page ends at the time that was asked for, in the future and within thirty days', async () => {
  const { merchant, id } = await given()
  const at = (hours: number) => it.clock.now.add({ hours }).toString()
  const { body } = await setUp(merchant, id, { expiresAt: at(2) })
  assert.equal(body.expiresAt, at(2))
  for (const expiresAt of [at(0), at(-1), at(721)]) {
    const refused = await setUp(merchant, id, { expiresAt })
    assert.equal(refused.status, 400)
    assert.equal(refused.body.errors[0].field, 'expiresAt')
  }
})

test('whose customer it is not sees no method, stores none and removes none', async () => {
  const { merchant, id } = await given()
  await store(merchant, id)
  const [method] = await listed(merchant, id)
  const { key } = await givenMerchant(it)
  const other = await givenCustomer(it, merchant)
  const params = { id, methodId: method.id }
  for (const [name, who, named] of [
    ['listCustomerPaymentMethods', key, params],
    ['createCustomerPaymentMethod', key, params],
    ['chooseCustomerPaymentMethod', key, params],
    ['deleteCustomerPaymentMethod', key, params],
    ['chooseCustomerPaymentMethod', merchant.key, { ...params, id: other }],
    ['deleteCustomerPaymentMethod', merchant.key, { ...params, id: other }],
  ] as const) {
    assert.equal((await call(it, name, { key: who, params: named })).status, 404, name)
  }
  assert.equal((await listed(merchant, id)).length, 1)
})

test('a customer that is deleted leaves no method behind', async () => {
  const { merchant, id } = await given()
  const { key } = merchant
  await store(merchant, id)
  const { body: open } = await setUp(merchant, id)
  const payer = await tokenOf(it, open.url)
  assert.equal((await call(it, 'deleteCustomer', { key, params: { id } })).status, 204)
  await pay(it, payer, 'succeeds')
  const gone = await call(it, 'listCustomerPaymentMethods', { key, params: { id } })
  assert.equal(gone.status, 404)
})
