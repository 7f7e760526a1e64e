import assert from 'node:assert/strict'
import { test } from 'node:test'
import {
  givenFee,
  givenInstantPlan,
  givenMetric,
  givenPlan,
  givenPrice,
  givenProduct,
} from '../../../test/harness/catalog.ts'
import { call, givenMerchant, product } from '../../../test/harness/product.ts'

const it = product()

type Named = { readonly field: string }
const fieldsOf = ({ body }: { readonly body: { readonly errors?: readonly Named[] } }) =>
  (body.errors ?? []).map(({ field }) => field)

async function given() {
  const merchant = await givenMerchant(it)
  const { key } = merchant
  const { productId } = await givenProduct(it, merchant)
  const { billableMetricId } = await givenMetric(it, merchant, { productId })
  const { feeId } = await givenFee(it, merchant, productId)
  const create = (body: object) => call(it, 'createPrice', { key, body })
  const change = (id: string, body: object) =>
    call(it, 'updatePrice', { key, params: { id }, body })
  const get = (id: string) => call(it, 'getPrice', { key, params: { id } })
  const remove = (id: string) => call(it, 'deletePrice', { key, params: { id } })
  return { merchant, key, productId, billableMetricId, feeId, create, change, get, remove }
}

const metered = {
  invoiceDisplayName: 'Tokens',
  model: 'standard',
  paymentTerm: 'in_arrears',
  properties: { unitPrice: '0.0000025' },
}
const oneTime = {
  invoiceDisplayName: 'Setup',
  paymentTerm: 'in_advance',
  billingCadence: 'P0D',
  properties: { unitPrice: '99.00' },
}

test('the price of a metric comes back in the digits that were sent', async () => {
  const { merchant, billableMetricId, create, get } = await given()
  const properties = { unitPrice: '0.50', note: 'dropped' }
  const { status, body } = await create({ ...metered, billableMetricId, properties })
  const { id, createdAt, updatedAt, ...rest } = body
  assert.equal(status, 201)
  assert.deepEqual(rest, {
    object: 'price',
    billableMetricId,
    merchantId: merchant.organizationId,
    invoiceDisplayName: 'Tokens',
    model: 'standard',
    paymentTerm: 'in_arrears',
    properties: { unitPrice: '0.50' },
    grantDiscountEnabled: false,
    quantity: 1,
  })
  assert.deepEqual((await get(id)).body, body)
})

test('the price of a fee is standard unless it says so itself, and counts pieces', async () => {
  const { feeId, create } = await given()
  const { status, body } = await create({ ...oneTime, feeId, quantity: 3 })
  assert.equal(status, 201)
  assert.deepEqual([body.model, body.billingCadence, body.quantity], ['standard', 'P0D', 3])
})

const figures = {
  dynamic: { minPrice: '0.1', maxPrice: '2' },
  volume: {
    default: '1',
    parameters: { function: 'linear', gradient: '-0.001', min: '0.1', max: '1' },
  },
  percentage: { percentage: '0.029', minCharge: '0.30', maxCharge: '100' },
}
for (const [model, properties] of Object.entries(figures)) {
  test(`a price of the model ${model} comes back as it was created`, async () => {
    const { billableMetricId, create } = await given()
    const price = { ...metered, billableMetricId, model, properties, paymentTerm: 'instant' }
    const { status, body } = await create(price)
    assert.equal(status, 201)
    assert.deepEqual(body.properties, properties)
  })
}

type Draft = Record<string, unknown>
const ofMetric = (more: Draft) => (ids: Draft) => ({
  ...metered,
  billableMetricId: ids['billableMetricId'],
  ...more,
})
const ofFee = (more: Draft) => (ids: Draft) => ({ ...oneTime, feeId: ids['feeId'], ...more })
const rebate = { unitPrice: '-1' }
const wrong: readonly (readonly [string, (ids: Draft) => Draft, readonly string[]])[] = [
  ['neither metric nor fee', () => metered, ['billableMetricId', 'feeId']],
  [
    'a metric and a fee',
    ({ billableMetricId, feeId }) => ({
      ...metered,
      billableMetricId,
      feeId,
      billingCadence: 'P1M',
    }),
    ['billableMetricId', 'feeId'],
  ],
  ['a metric and no model', ofMetric({ model: undefined }), ['model']],
  [
    'a model that is not instant but dynamic',
    ofMetric({ model: 'dynamic', properties: figures.dynamic }),
    ['model'],
  ],
  ['a fee by volume', ofFee({ model: 'volume', properties: figures.volume }), ['model']],
  ['an instant fee', ofFee({ paymentTerm: 'instant' }), ['paymentTerm']],
  ['usage in advance', ofMetric({ paymentTerm: 'in_advance' }), ['paymentTerm']],
  ['a fee and no cadence', ofFee({ billingCadence: undefined }), ['billingCadence']],
  ['a fee and a null cadence', ofFee({ billingCadence: null }), ['billingCadence']],
  ['junk for a cadence', ofFee({ billingCadence: 'monthly' }), ['billingCadence']],
  ['a fee every hour', ofFee({ billingCadence: 'PT23H' }), ['billingCadence']],
  ['usage billed by the second', ofMetric({ billingCadence: 'PT1S' }), ['billingCadence']],
  ['usage once', ofMetric({ billingCadence: 'P0D' }), ['billingCadence']],
  ['pieces of a metric', ofMetric({ quantity: 2 }), ['quantity']],
  ['no piece of a fee', ofFee({ quantity: 0 }), ['quantity']],
  [
    'the figures of another model',
    ofMetric({ properties: figures.dynamic }),
    ['properties.unitPrice'],
  ],
  [
    'bounds the wrong way round',
    ofMetric({
      model: 'percentage',
      properties: { percentage: '0.1', minCharge: '5', maxCharge: '1' },
    }),
    ['properties.maxCharge'],
  ],
  ['a rebate on a fee', ofFee({ properties: rebate }), ['properties.unitPrice']],
  [
    'an instant rebate',
    ofMetric({ paymentTerm: 'instant', properties: rebate }),
    ['properties.unitPrice'],
  ],
  [
    'a rebate discounted by grants',
    ofMetric({ properties: rebate, grantDiscountEnabled: true }),
    ['grantDiscountEnabled'],
  ],
  ['a fee discounted by grants', ofFee({ grantDiscountEnabled: true }), ['grantDiscountEnabled']],
]
for (const [what, draft, fields] of wrong) {
  test(`a price with ${what} is refused by name of the field`, async () => {
    const { billableMetricId, feeId, create } = await given()
    const reply = await create(draft({ billableMetricId, feeId }))
    assert.equal(reply.status, 400, JSON.stringify(reply.body))
    assert.deepEqual(fieldsOf(reply), fields)
  })
}

test('a number that is not decimal text is refused by name of the figure', async () => {
  const { billableMetricId, create } = await given()
  for (const unitPrice of ['1e3', 1, '.5', '1,5', '0.1234567890123456']) {
    const reply = await create({ ...metered, billableMetricId, properties: { unitPrice } })
    assert.equal(reply.status, 400)
    assert.ok(fieldsOf(reply).includes('properties.unitPrice'), String(unitPrice))
  }
})

test('a price recurs in any length of a day or more, whatever the plan does', async () => {
  const { feeId, billableMetricId, create } = await given()
  for (const billingCadence of ['P1D', 'P1W', 'P10D', 'P1M', 'P3M', 'P1Y', 'P2Y', 'P1M15D']) {
    const fee = await create({ ...oneTime, feeId, billingCadence })
    const usage = await create({ ...metered, billableMetricId, billingCadence })
    assert.deepEqual([fee.status, usage.status], [201, 201], billingCadence)
    assert.equal(fee.body.billingCadence, billingCadence)
  }
})

test('a rebate on metered usage is a price like any other', async () => {
  const { billableMetricId, create } = await given()
  const { status } = await create({ ...metered, billableMetricId, properties: rebate })
  assert.equal(status, 201)
})

test('what another merchant sells is answered as what never existed', async () => {
  const mine = await given()
  const foreign = await given()
  const { body: price } = await foreign.create({
    ...metered,
    billableMetricId: foreign.billableMetricId,
  })
  const never = (prefix: string) => `${prefix}_00000000000000000000000000000000`
  const pairs = [
    [
      await mine.create({ ...metered, billableMetricId: foreign.billableMetricId }),
      await mine.create({ ...metered, billableMetricId: never('bm') }),
    ],
    [
      await mine.create({ ...oneTime, feeId: foreign.feeId }),
      await mine.create({ ...oneTime, feeId: never('fee') }),
    ],
    [await mine.get(price.id), await mine.get(never('price'))],
    [await mine.change(price.id, {}), await mine.change(never('price'), {})],
    [await mine.remove(price.id), await mine.remove(never('price'))],
  ] as const
  for (const [theirs, none] of pairs) {
    assert.equal(theirs.status, 404)
    assert.deepEqual(theirs.body, none.body)
  }
  assert.equal((await foreign.get(price.id)).status, 200)
})

test('features and pricing units that do not exist are not found', async () => {
  const { billableMetricId, create, change } = await given()
  const price = { ...metered, billableMetricId }
  const { body } = await create(price)
  const replies = [
    await create({ ...price, feature: { featureId: 'feat_1' } }),
    await create({ ...price, pricingUnitId: 'pu_1' }),
    await change(body.id, { feature: { featureId: 'feat_1' } }),
    await change(body.id, { pricingUnitId: 'pu_1' }),
  ]
  assert.deepEqual(
    replies.map(({ status }) => status),
    [404, 404, 404, 404],
  )
  assert.equal((await change(body.id, { feature: null, pricingUnitId: null })).status, 200)
})

test('a change touches what it names, and null returns to the cadence of the plan', async () => {
  const { billableMetricId, create, change } = await given()
  const { body: price } = await create({ ...metered, billableMetricId, billingCadence: 'P1Y' })
  const renamed = await change(price.id, { invoiceDisplayName: 'Words' })
  const freed = await change(price.id, { billingCadence: null, properties: { unitPrice: '2' } })
  const { billingCadence: _, ...rest } = price
  assert.deepEqual(renamed.body, { ...price, invoiceDisplayName: 'Words' })
  assert.deepEqual(freed.body, {
    ...rest,
    invoiceDisplayName: 'Words',
    properties: { unitPrice: '2' },
  })
})

test('another model needs its own figures', async () => {
  const { billableMetricId, create, change } = await given()
  const { body: price } = await create({ ...metered, billableMetricId })
  const bare = await change(price.id, { model: 'percentage' })
  const whole = await change(price.id, { model: 'percentage', properties: figures.percentage })
  assert.deepEqual(fieldsOf(bare), [
    'properties.percentage',
    'properties.minCharge',
    'properties.maxCharge',
  ])
  assert.equal(whole.status, 200)
})

test('a price cannot change into what its plan cannot hold', async () => {
  const { merchant, productId, billableMetricId, create, change, get } = await given()
  const { body: price } = await create({ ...metered, billableMetricId })
  const plan = { productId, billingVersion: 1, prices: [price.id] }
  await givenPlan(it, merchant, plan)
  const elsewhere = await givenInstantPlan(it, merchant)

  const instant = await change(price.id, { paymentTerm: 'instant' })
  const moved = await change(price.id, { billableMetricId: elsewhere.billableMetricId })

  assert.deepEqual([instant.status, ...fieldsOf(instant)], [400, 'paymentTerm'])
  assert.deepEqual([moved.status, ...fieldsOf(moved)], [400, 'billableMetricId'])
  assert.deepEqual((await get(price.id)).body, price)
})

test('a deleted price is gone, but the plans that hold it keep it', async () => {
  const { merchant, key, productId, billableMetricId, get, remove } = await given()
  const { priceId } = await givenPrice(it, merchant, { billableMetricId })
  const { planId } = await givenPlan(it, merchant, { productId, prices: [priceId] })

  assert.equal((await remove(priceId)).status, 204)

  assert.equal((await get(priceId)).status, 404)
  assert.equal((await remove(priceId)).status, 404)
  const listed = await call(it, 'listPrices', { key, query: { billableMetricId } })
  assert.equal(listed.body.pagination.total, 0)
  const plan = await call(it, 'getPlan', { key, params: { id: planId } })
  assert.equal(plan.body.prices[0].id, priceId)
  const kept = await call(it, 'updatePlan', {
    key,
    params: { id: planId },
    body: { prices: [priceId] },
  })
  assert.equal(kept.status, 200)
  const elsewhere = await call(it, 'createPlan', {
    key,
    body: {
      merchantId: merchant.organizationId,
      name: 'Late',
      currency: 'USD',
      billingVersion: 0,
      productId,
      prices: [priceId],
    },
  })
  assert.deepEqual([elsewhere.status, ...fieldsOf(elsewhere)], [400, 'prices'])
})

test('the list shows the prices of one metric when asked', async () => {
  const { merchant, key, productId, billableMetricId, create } = await given()
  const other = await givenMetric(it, merchant, { productId })
  const { body: price } = await create({ ...metered, billableMetricId })
  await create({ ...metered, billableMetricId: other.billableMetricId })
  const { body } = await call(it, 'listPrices', { key, query: { billableMetricId } })
  assert.equal(body.pagination.total, 1)
  assert.deepEqual(body.data, [price])
})
