import assert from 'node:assert/strict'
import { test } from 'node:test'
import { givenMetric, givenProduct } from '../../../test/harness/catalog.ts'
import { call, givenMerchant, product } from '../../../test/harness/product.ts'

const it = product()

type Named = { readonly field: string }
const fieldsOf = ({ body }: { readonly body: { readonly errors?: readonly Named[] } }) =>
  (body.errors ?? []).map(({ field }) => field)

async function given() {
  const merchant = await givenMerchant(it)
  const { key, organizationId: merchantId } = merchant
  const { productId } = await givenProduct(it, merchant)
  const about = { merchantId, productId, name: 'Tokens', description: 'Read', unit: 'token' }
  const create = (body: object) =>
    call(it, 'createBillableMetric', { key, body: { ...about, aggregation: 'SUM', ...body } })
  const change = (id: string, body: object) =>
    call(it, 'updateBillableMetric', { key, params: { id }, body })
  const get = (id: string) => call(it, 'getBillableMetric', { key, params: { id } })
  return { merchant, key, merchantId, productId, create, change, get }
}

const reading = {
  eventType: 'llm.call',
  valueProperty: '$.usage.tokens',
  groupBy: { model: '$.model' },
  eventFrom: '2026-11-01T00:00:00Z',
}

test('a metric that is fed with quantities needs no more than a name, a unit and an aggregation', async () => {
  const { merchantId, productId, create, get } = await given()
  const { status, body } = await create({})
  const { id, createdAt, updatedAt, ...rest } = body
  assert.equal(status, 201)
  assert.deepEqual(rest, {
    object: 'billableMetric',
    aggregation: 'SUM',
    description: 'Read',
    merchantId,
    name: 'Tokens',
    productId,
    itemId: null,
    unit: 'token',
  })
  assert.deepEqual((await get(id)).body, body)
})

test('a metric over events comes back as it was created, and null takes away', async () => {
  const { create, change } = await given()
  const { status, body } = await create(reading)
  assert.equal(status, 201)
  assert.deepEqual({ ...body, ...reading }, body)

  const { eventFrom: _, groupBy: __, ...rest } = body
  const changed = await change(body.id, { eventFrom: null, groupBy: null, itemId: null, unit: 'T' })
  assert.deepEqual(changed.body, { ...rest, unit: 'T' })
})

test('every aggregation of events but COUNT needs to know the value', async () => {
  const { create, change } = await given()
  for (const aggregation of ['SUM', 'AVG', 'MIN', 'MAX', 'UNIQUE_COUNT', 'LATEST']) {
    const reply = await create({ aggregation, eventType: 'call' })
    assert.deepEqual([reply.status, ...fieldsOf(reply)], [400, 'valueProperty'], aggregation)
  }
  assert.equal((await create({ aggregation: 'COUNT', eventType: 'call' })).status, 201)

  const { body } = await create(reading)
  const blind = await change(body.id, { valueProperty: null })
  const quiet = await change(body.id, { valueProperty: null, eventType: null })
  assert.deepEqual([blind.status, ...fieldsOf(blind)], [400, 'valueProperty'])
  assert.equal(quiet.status, 200)
})

const wrong: readonly (readonly [string, object, readonly string[]])[] = [
  ['no product', { productId: undefined }, ['productId']],
  ['a product that does not exist', { productId: 'prod_1' }, ['productId']],
  ['an item that does not exist', { itemId: 'itm_1' }, ['itemId']],
  ['an unknown aggregation', { aggregation: 'sum' }, ['aggregation']],
  ['brackets in a path', { valueProperty: '$.a[0]' }, ['valueProperty']],
  ['a dimension that is no path', { groupBy: { model: 'model' } }, ['groupBy.model']],
  ['a date for an instant', { eventFrom: '2026-11-01' }, ['eventFrom']],
  [
    'an instant finer than a nanosecond',
    { eventFrom: '2026-11-01T00:00:00.0000000001Z' },
    ['eventFrom'],
  ],
]
for (const [what, body, fields] of wrong) {
  test(`a metric with ${what} is refused by name of the field`, async () => {
    const { create } = await given()
    const reply = await create(body)
    assert.equal(reply.status, 400)
    assert.deepEqual(fieldsOf(reply), fields)
  })
}

test('a metric of another merchant is answered as one that never existed', async () => {
  const mine = await given()
  const foreign = await given()
  const { body: metric } = await foreign.create({})
  const never = 'bm_00000000000000000000000000000000'
  assert.deepEqual((await mine.get(metric.id)).body, (await mine.get(never)).body)
  assert.deepEqual(
    (await mine.change(metric.id, { name: 'Mine' })).body,
    (await mine.change(never, { name: 'Mine' })).body,
  )
  assert.equal((await mine.get(metric.id)).status, 404)
  assert.deepEqual((await foreign.get(metric.id)).body, metric)
})

test('the list shows the metrics of one product when asked', async () => {
  const { merchant, key, merchantId, productId } = await given()
  const { billableMetricId } = await givenMetric(it, merchant, { productId })
  const other = await givenProduct(it, merchant)
  await givenMetric(it, merchant, { productId: other.productId })
  const page = (query: object) =>
    call(it, 'listBillableMetrics', { key, query: { merchantId, ...query } })
  assert.equal((await page({})).body.pagination.total, 2)
  const { body } = await page({ productId })
  assert.equal(body.pagination.total, 1)
  assert.equal(body.data[0].id, billableMetricId)
  const none = await call(it, 'listBillableMetrics', { key })
  assert.deepEqual([none.status, ...fieldsOf(none)], [400, 'merchantId'])
})

test('everything that is wrong with a metric is named at once', async () => {
  const { create } = await given()
  const reply = await create({
    productId: 'prod_1',
    eventType: 'call',
    eventFrom: '2026-11-01T00:00:00.0000000001Z',
  })
  assert.deepEqual(fieldsOf(reply), ['eventFrom', 'valueProperty', 'productId'])
})
