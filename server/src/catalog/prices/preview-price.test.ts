import assert from 'node:assert/strict'
import { test } from 'node:test'
import {
  givenInstantPlan,
  givenMetric,
  givenPrice,
  givenProduct,
} from '../../../test/harness/catalog.ts'
import { call, givenMerchant, type Party, product } from '../../../test/harness/product.ts'

let merchant: Party
const it = product({
  arrange: async (of) => {
    merchant = await givenMerchant(of)
  },
})
const preview = (body: object) => call(it, 'previewPrice', { key: merchant.key, body })

const graduated = {
  model: 'graduated',
  tiers: [
    { upTo: '1000', unitPrice: '0.10' },
    { unitPrice: '0.05', flatFee: '5.00' },
  ],
}

test('tiers are shown part by part, each quantity for itself', async () => {
  const quantities = ['0', '1000', '1500.5']
  const { status, body } = await preview({ price: { pricing: graduated }, quantities })
  assert.equal(status, 200)
  assert.deepEqual(body, {
    object: 'pricePreview',
    currency: 'USD',
    data: [
      {
        quantity: '0',
        amount: '0.00',
        exactAmount: '0',
        parts: [{ kind: 'units', tier: 1, quantity: '0', unitPrice: '0.1', amount: '0' }],
      },
      {
        quantity: '1000',
        amount: '100.00',
        exactAmount: '100',
        parts: [{ kind: 'units', tier: 1, quantity: '1000', unitPrice: '0.1', amount: '100' }],
      },
      {
        quantity: '1500.5',
        amount: '130.03',
        exactAmount: '130.025',
        parts: [
          { kind: 'units', tier: 1, quantity: '1000', unitPrice: '0.1', amount: '100' },
          { kind: 'units', tier: 2, quantity: '500.5', unitPrice: '0.05', amount: '25.025' },
          { kind: 'flat_fee', tier: 2, quantity: '1', unitPrice: '5', amount: '5' },
        ],
      },
    ],
  })
})

test('a price that exists is previewed by its id, rounded as it is billed', async () => {
  const { productId } = await givenProduct(it, merchant)
  const { billableMetricId } = await givenMetric(it, merchant, { productId })
  const { priceId } = await givenPrice(it, merchant, {
    billableMetricId,
    paymentTerm: 'in_arrears',
    properties: { unitPrice: '0.0000025' },
  })
  const amounts = async (more: object) => {
    const { body } = await preview({ quantities: ['22361870'], ...more })
    return [body.priceId, body.data[0].amount, body.data[0].exactAmount]
  }
  assert.deepEqual(await amounts({ priceId }), [priceId, '55.90', '55.904675'])
  assert.deepEqual(await amounts({ priceId, currency: 'JPY' }), [priceId, '56', '55.904675'])
  const instant = await givenInstantPlan(it, merchant, '0.0000025')
  assert.deepEqual(await amounts({ priceId: instant.priceId }), [
    instant.priceId,
    '55.904675',
    '55.904675',
  ])
})

const dynamic = { model: 'dynamic', properties: { minPrice: '1', maxPrice: '2' } }
const wrong: readonly (readonly [string, object, string])[] = [
  ['neither a price nor an id', {}, 'priceId'],
  ['both a price and an id', { priceId: 'price_1', price: {} }, 'priceId'],
  ['no figures', { price: {} }, 'price.properties.unitPrice'],
  [
    'tiers in disorder',
    { price: { pricing: { model: 'graduated', tiers: [{ upTo: '1', unitPrice: '1' }] } } },
    'price.pricing.tiers.0.upTo',
  ],
  [
    'a currency that does not exist',
    { price: { pricing: graduated }, currency: 'XXX' },
    'currency',
  ],
  ['a dynamic price and nothing that events name', { price: dynamic }, 'eventPrice'],
  ['an event’s price out of bounds', { price: dynamic, eventPrice: '3' }, 'eventPrice'],
  ['a quantity below zero', { price: { pricing: graduated }, quantities: ['-1'] }, 'quantities.0'],
]
for (const [what, body, field] of wrong) {
  test(`a preview of ${what} is refused by name of the field`, async () => {
    const reply = await preview({ quantities: ['1'], ...body })
    assert.equal(reply.status, 400)
    assert.equal(reply.body.errors[0].field, field)
  })
}

test('what events would name is what a dynamic price costs', async () => {
  const { body } = await preview({ price: dynamic, eventPrice: '1.5', quantities: ['3'] })
  assert.equal(body.data[0].amount, '4.50')
})

test('another merchant’s price is previewed no more than one that never existed', async () => {
  const { priceId } = await givenInstantPlan(it, await givenMerchant(it))
  const theirs = await preview({ priceId, quantities: ['1'] })
  const none = await preview({ priceId: `price_${'0'.repeat(32)}`, quantities: ['1'] })
  assert.equal(theirs.status, 404)
  assert.deepEqual(theirs.body, none.body)
})
