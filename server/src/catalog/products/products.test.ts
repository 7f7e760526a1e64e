import assert from 'node:assert/strict'
import { test } from 'node:test'
import { call, givenMerchant, product } from '../../../test/harness/product.ts'

const it = product()

test('a product comes back as it was created', async () => {
  const { key, organizationId } = await givenMerchant(it)
  const body = {
    merchantId: organizationId,
    name: 'API',
    description: 'An API',
    metadata: { tier: 'gold' },
  }

  const created = await call(it, 'createProduct', { key, body })
  const read = await call(it, 'getProduct', { key, params: { id: created.body.id } })

  assert.equal(created.status, 201)
  assert.equal(read.status, 200)
  assert.deepEqual(read.body, created.body)
  assert.equal(read.body.metadata.tier, 'gold')
})

test('a product of another merchant is answered as one that never existed', async () => {
  const mine = await givenMerchant(it)
  const other = await givenMerchant(it)
  const body = { merchantId: other.organizationId, name: 'API', description: 'An API' }
  const { body: foreign } = await call(it, 'createProduct', { key: other.key, body })

  const read = await call(it, 'getProduct', { key: mine.key, params: { id: foreign.id } })
  const never = await call(it, 'getProduct', {
    key: mine.key,
    params: { id: 'prod_00000000000000000000000000000000' },
  })

  assert.equal(read.status, 404)
  assert.deepEqual(read.body, never.body)
})

test('changing a name leaves the rest as it was', async () => {
  const { key, organizationId } = await givenMerchant(it)
  const body = {
    merchantId: organizationId,
    name: 'API',
    description: 'An API',
    metadata: { a: 'b' },
  }
  const { body: created } = await call(it, 'createProduct', { key, body })

  const changed = await call(it, 'updateProduct', {
    key,
    params: { id: created.id },
    body: { name: 'New' },
  })

  assert.equal(changed.status, 200)
  assert.deepEqual(changed.body, { ...created, name: 'New' })
})

test('a list counts everything and shows a page', async () => {
  const { key, organizationId } = await givenMerchant(it)
  for (const name of ['a', 'b', 'c']) {
    await call(it, 'createProduct', {
      key,
      body: { merchantId: organizationId, name, description: '' },
    })
  }
  const page = await call(it, 'listProducts', { key, query: { limit: 2, offset: 1 } })
  assert.deepEqual(page.body.pagination, { limit: 2, offset: 1, total: 3 })
  assert.equal(page.body.data.length, 2)
})

test('the same Idempotency-Key creates one product, and another payload under it is refused', async () => {
  const { key, organizationId } = await givenMerchant(it)
  const body = { merchantId: organizationId, name: 'Once', description: '' }
  const headers = { 'idempotency-key': 'k1' }
  const first = await call(it, 'createProduct', { key, body, headers })
  const again = await call(it, 'createProduct', { key, body, headers })
  const other = await call(it, 'createProduct', { key, body: { ...body, name: 'Twice' }, headers })
  assert.deepEqual(again.body, first.body)
  assert.equal(again.status, 201)
  assert.equal(other.status, 422)
  assert.equal(other.body.code, 'IDEMPOTENCY_KEY_REUSED')
})

test('bad input names every field that is wrong', async () => {
  const { key } = await givenMerchant(it)
  const reply = await call(it, 'createProduct', { key, body: { name: 5 } })
  assert.equal(reply.status, 400)
  assert.deepEqual(reply.body.errors.map(({ field }: { field: string }) => field).sort(), [
    'description',
    'merchantId',
    'name',
  ])
})

test('without a key the answer is 401, and junk does not pass', async () => {
  assert.equal((await call(it, 'listProducts')).status, 401)
  assert.equal((await call(it, 'listProducts', { key: 'sk_test_junk' })).status, 401)
})
