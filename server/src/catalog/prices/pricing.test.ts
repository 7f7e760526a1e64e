import assert from 'node:assert/strict'
import { test } from 'node:test'
import { givenFee, givenMetric, givenProduct } from '../../../test/harness/catalog.ts'
import { call, givenMerchant, product } from '../../../test/harness/product.ts'

const it = product()

async function given() {
  const merchant = await givenMerchant(it)
  const { key } = merchant
  const { productId } = await givenProduct(it, merchant)
  const { billableMetricId } = await givenMetric(it, merchant, { productId })
  const { feeId } = await givenFee(it, merchant, productId)
  const metered = { billableMetricId, invoiceDisplayName: 'Tokens', paymentTerm: 'in_arrears' }
  const create = (body: object) => call(it, 'createPrice', { key, body: { ...metered, ...body } })
  const change = (id: string, body: object) =>
    call(it, 'updatePrice', { key, params: { id }, body })
  return { create, change, feeId }
}

type Refused = { readonly body: { readonly errors?: readonly { readonly field: string }[] } }
const fieldsOf = ({ body }: Refused) => (body.errors ?? []).map(({ field }) => field)

const tiers = [
  { upTo: '1000', unitPrice: '0.10' },
  { unitPrice: '0.05', flatFee: '5.00' },
]
const graduated = { model: 'graduated', tiers }
const shown = {
  graduated: {
    model: 'graduated',
    tiers: [
      { upTo: '1000', unitPrice: '0.10', flatFee: '0' },
      { unitPrice: '0.05', flatFee: '5.00' },
    ],
  },
  tiered_volume: {
    model: 'tiered_volume',
    tiers: [{ unitPrice: '1', flatFee: '0' }],
  },
  package: { model: 'package', size: '100', price: '2.50', freeUnits: '50' },
}
const sent = {
  graduated,
  tiered_volume: { model: 'tiered_volume', tiers: [{ unitPrice: '1' }] },
  package: { model: 'package', size: '100', price: '2.50', freeUnits: '50', note: 'dropped' },
}

for (const [model, pricing] of Object.entries(sent)) {
  test(`a ${model} price looks standard to strict clients and says the rest in pricing`, async () => {
    const { create, change } = await given()
    const { status, body } = await create({ pricing })
    assert.equal(status, 201)
    assert.deepEqual([body.model, body.properties], ['standard', { unitPrice: '0' }])
    assert.deepEqual(body.pricing, shown[model as keyof typeof shown])
    // What is read can be sent back.
    const { properties, pricing: same } = body
    const again = await change(body.id, { model: 'standard', properties, pricing: same })
    assert.deepEqual(again.body, body)
  })
}

const wrong: readonly (readonly [string, object, readonly string[]])[] = [
  ['a unit price beside it', { properties: { unitPrice: '1' } }, ['properties.unitPrice']],
  [
    'a model of its own',
    { model: 'percentage' },
    ['model', 'properties.percentage', 'properties.minCharge', 'properties.maxCharge'],
  ],
  ['instant payment', { paymentTerm: 'instant' }, ['pricing']],
  ['a discount by grants', { grantDiscountEnabled: true }, ['grantDiscountEnabled']],
  [
    'tiers that go down',
    {
      pricing: {
        model: 'graduated',
        tiers: [{ upTo: '5', unitPrice: '1' }, { upTo: '5', unitPrice: '1' }, { unitPrice: '1' }],
      },
    },
    ['pricing.tiers.1.upTo'],
  ],
  [
    'a last tier that ends',
    { pricing: { model: 'graduated', tiers: [{ upTo: '5', unitPrice: '1' }] } },
    ['pricing.tiers.0.upTo'],
  ],
  ['an empty package', { pricing: { model: 'package', size: '0', price: '1' } }, ['pricing.size']],
  [
    'a negative figure',
    { pricing: { model: 'package', size: '1', price: '-1' } },
    ['pricing.price'],
  ],
]
for (const [what, more, fields] of wrong) {
  test(`tiers or packages with ${what} are refused by name of the field`, async () => {
    const { create } = await given()
    const reply = await create({ pricing: graduated, ...more })
    assert.equal(reply.status, 400)
    assert.deepEqual(fieldsOf(reply), fields)
  })
}

test('a fee has no tiers: they need a quantity that is measured', async () => {
  const { create, feeId } = await given()
  const reply = await create({
    feeId,
    billableMetricId: undefined,
    billingCadence: 'P1M',
    pricing: graduated,
  })
  assert.deepEqual([reply.status, ...fieldsOf(reply)], [400, 'pricing'])
})

test('a price without figures of any kind is refused', async () => {
  const { create } = await given()
  const reply = await create({ model: 'standard' })
  assert.deepEqual([reply.status, ...fieldsOf(reply)], [400, 'properties.unitPrice'])
})

test('who takes the tiers away says what one costs instead', async () => {
  const { create, change } = await given()
  const { body: price } = await create({ pricing: graduated })
  const silent = await change(price.id, { pricing: null })
  const said = await change(price.id, { pricing: null, properties: { unitPrice: '0.20' } })
  const { pricing: _, ...plain } = price
  assert.deepEqual([silent.status, ...fieldsOf(silent)], [400, 'properties.unitPrice'])
  assert.deepEqual(said.body, { ...plain, properties: { unitPrice: '0.20' } })
})

test('tiers take the place of a unit price, and a unit price alone does not take theirs', async () => {
  const { create, change } = await given()
  const { body: price } = await create({ model: 'standard', properties: { unitPrice: '0.20' } })
  const tiered = await change(price.id, { pricing: graduated })
  const untiered = await change(price.id, { properties: { unitPrice: '0.30' } })
  const renamed = await change(price.id, { invoiceDisplayName: 'Words' })
  assert.deepEqual(tiered.body.pricing, shown.graduated)
  assert.deepEqual(tiered.body.properties, { unitPrice: '0' })
  assert.deepEqual([untiered.status, ...fieldsOf(untiered)], [400, 'properties.unitPrice'])
  assert.deepEqual(renamed.body, { ...tiered.body, invoiceDisplayName: 'Words' })
})
