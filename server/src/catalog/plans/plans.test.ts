import assert from 'node:assert/strict'
import { test } from 'node:test'
import { termsFromText, termsToText } from '@tallystick/core/subscribing/terms.ts'
import { asApp } from '../../../test/harness/acting.ts'
import {
  givenFee,
  givenInstantPlan,
  givenMetric,
  givenPlan,
  givenPrice,
  givenProduct,
  made,
} from '../../../test/harness/catalog.ts'
import { call, givenMerchant, type Party, product } from '../../../test/harness/product.ts'
import { billingTermsOf } from './billing-terms-of.ts'
import { planForSubscribing } from './plan-for-subscribing.ts'

const it = product()

type Named = { readonly field: string }
const fieldsOf = ({ body }: { readonly body: { readonly errors?: readonly Named[] } }) =>
  (body.errors ?? []).map(({ field }) => field)

async function given() {
  const merchant = await givenMerchant(it)
  const { productId } = await givenProduct(it, merchant)
  const create = (body: object) =>
    call(it, 'createPlan', {
      key: merchant.key,
      body: {
        merchantId: merchant.organizationId,
        name: 'Plan',
        currency: 'USD',
        productId,
        ...body,
      },
    })
  return { merchant, productId, create }
}

test('a plan that says little gets the defaults', async () => {
  const { create, merchant } = await given()
  const { status, body } = await create({})
  assert.equal(status, 201)
  const { id, createdAt, updatedAt, productId, ...rest } = body
  assert.deepEqual(rest, {
    object: 'plan',
    billingCadence: 'P1M',
    billingInterval: 'monthly',
    currency: 'USD',
    defaultTaxCode: 'eservice',
    defaultTaxRate: 0,
    merchantId: merchant.organizationId,
    name: 'Plan',
    paymentTerm: { in_arrears: false, in_advance: false },
    prices: [],
    taxBehavior: 'exclusive',
    renewalReminderEnabled: true,
    renewalReminderDays: 3,
    billingVersion: 1,
    stablePriceIds: true,
    creditUnusedAdvance: false,
  })
})

test('what becomes of advance fees and of drafts is the plan’s, and null returns to the merchant', async () => {
  const { create, merchant } = await given()
  const { body: plan } = await create({ creditUnusedAdvance: true, autoApprove: false })
  assert.deepEqual([plan.creditUnusedAdvance, plan.autoApprove], [true, false])
  const change = async (body: object) =>
    (await call(it, 'updatePlan', { key: merchant.key, params: { id: plan.id }, body })).body
  assert.deepEqual(await change({ name: plan.name }), plan)
  const freed = await change({ autoApprove: null })
  assert.deepEqual([freed.creditUnusedAdvance, 'autoApprove' in freed], [true, false])
})

test('a plan shows its prices whole, in the order that was named', async () => {
  const { merchant, productId, create } = await given()
  const { billableMetricId } = await givenMetric(it, merchant, { productId })
  const { feeId } = await givenFee(it, merchant, productId)
  const fee = { feeId, paymentTerm: 'in_advance', billingCadence: 'P0D', quantity: 3 }
  const first = await givenPrice(it, merchant, fee)
  const second = await givenPrice(it, merchant, { billableMetricId, paymentTerm: 'in_arrears' })

  const { body: plan } = await create({ prices: [second.priceId, first.priceId] })
  const read = await call(it, 'getPlan', { key: merchant.key, params: { id: plan.id } })
  const price = await call(it, 'getPrice', { key: merchant.key, params: { id: first.priceId } })

  assert.deepEqual(read.body, plan)
  assert.deepEqual(
    plan.prices.map(({ id }: { id: string }) => id),
    [second.priceId, first.priceId],
  )
  assert.deepEqual(plan.prices[1], { ...price.body, currency: 'USD', description: 'Once' })
  assert.deepEqual(plan.paymentTerm, { in_arrears: true, in_advance: true })
})

test('the cadence wins over the older interval, which is understood alone', async () => {
  const { create } = await given()
  const both = await create({ billingCadence: 'P3M', billingInterval: 'yearly' })
  const older = await create({ billingInterval: 'annual' })
  assert.equal(both.body.billingCadence, 'P3M')
  assert.equal(both.body.billingInterval, 'quarterly')
  assert.equal(older.body.billingCadence, 'P1Y')
  assert.equal(older.body.billingInterval, 'yearly')
})

const wrong: readonly (readonly [string, object, string])[] = [
  ['a currency that the merchant does not sell in', { currency: 'CHF' }, 'currency'],
  ['a currency that does not exist', { currency: 'usd' }, 'currency'],
  ['a product that does not exist', { productId: 'prod_1' }, 'productId'],
  ['a price that does not exist', { prices: ['price_1'] }, 'prices'],
  ['a tax rate above 100', { defaultTaxRate: 100.5 }, 'defaultTaxRate'],
  ['a cadence of its own making', { billingCadence: 'P2M' }, 'billingCadence'],
  ['a billing version to come', { billingVersion: 2 }, 'billingVersion'],
  ['an anchor in the future', { billingAnchor: '2026-11-21T10:00:01Z' }, 'billingAnchor'],
  ['an anchor that is no time', { billingAnchor: 'soon' }, 'billingAnchor'],
  ['too many days of reminder', { renewalReminderDays: 31 }, 'renewalReminderDays'],
  [
    'credits of a unit that does not exist',
    { creditAllocations: [{ pricingUnitId: 'pu_1', amount: 5 }] },
    'creditAllocations.0.pricingUnitId',
  ],
]
for (const [what, body, field] of wrong) {
  test(`a plan with ${what} is refused by name of the field`, async () => {
    const { create } = await given()
    const reply = await create(body)
    assert.equal(reply.status, 400)
    assert.deepEqual(fieldsOf(reply), [field])
  })
}

test('a plan holds no price twice, none of another product, and none of another merchant', async () => {
  const { merchant, productId, create } = await given()
  const stranger = await givenMerchant(it)
  const foreign = await givenInstantPlan(it, stranger)
  const elsewhere = await givenInstantPlan(it, merchant)
  const { billableMetricId } = await givenMetric(it, merchant, { productId })
  const { priceId } = await givenPrice(it, merchant, { billableMetricId })
  for (const prices of [[priceId, priceId], [elsewhere.priceId], [foreign.priceId]]) {
    const reply = await create({ billingVersion: 0, prices })
    assert.equal(reply.status, 400)
    assert.deepEqual(fieldsOf(reply), ['prices'])
  }
})

test('instant prices need a plan of version 0, and one per metric', async () => {
  const { merchant, productId, create } = await given()
  const { billableMetricId } = await givenMetric(it, merchant, { productId })
  const { priceId } = await givenPrice(it, merchant, { billableMetricId })
  const second = await givenPrice(it, merchant, { billableMetricId })

  const tooNew = await create({ prices: [priceId] })
  const twice = await create({ billingVersion: 0, prices: [priceId, second.priceId] })
  const fine = await create({ billingVersion: 0, prices: [priceId] })

  assert.deepEqual([tooNew.status, ...fieldsOf(tooNew)], [400, 'prices'])
  assert.deepEqual([twice.status, ...fieldsOf(twice)], [400, 'prices'])
  assert.equal(fine.status, 201)
})

test('a change touches what it names, and null takes the anchor away', async () => {
  const { merchant, create } = await given()
  const { body: plan } = await create({
    billingAnchor: '2026-01-15T12:00:00+02:00',
    description: 'All in',
    defaultTaxRate: 7.7,
  })
  assert.equal(plan.billingAnchor, '2026-01-15T10:00:00Z')

  const changed = await call(it, 'updatePlan', {
    key: merchant.key,
    params: { id: plan.id },
    body: { billingAnchor: null, name: 'New', taxBehavior: 'inclusive', currency: 'EUR' },
  })

  const { billingAnchor: _, ...rest } = plan
  assert.equal(changed.status, 200)
  assert.deepEqual(changed.body, { ...rest, name: 'New', taxBehavior: 'inclusive' })
})

test('naming prices replaces them all', async () => {
  const { merchant, productId } = await given()
  const { billableMetricId } = await givenMetric(it, merchant, { productId })
  const first = await givenPrice(it, merchant, { billableMetricId })
  const second = await givenPrice(it, merchant, { billableMetricId })
  const { planId } = await givenPlan(it, merchant, { productId, prices: [first.priceId] })

  const change = (prices: string[]) =>
    call(it, 'updatePlan', { key: merchant.key, params: { id: planId }, body: { prices } })
  const replaced = await change([second.priceId])
  const refused = await change([first.priceId, 'price_1'])
  const read = await call(it, 'getPlan', { key: merchant.key, params: { id: planId } })

  assert.equal(replaced.status, 200)
  assert.equal(refused.status, 400)
  assert.deepEqual(
    read.body.prices.map(({ id }: { id: string }) => id),
    [second.priceId],
  )
})

test('a plan of another merchant is answered as one that never existed', async () => {
  const mine = await givenMerchant(it)
  const { planId } = await givenInstantPlan(it, await givenMerchant(it))
  const never = 'plan_00000000000000000000000000000000'
  for (const name of ['getPlan', 'updatePlan']) {
    const body = name === 'updatePlan' ? { name: 'Mine' } : undefined
    const foreign = await call(it, name, { key: mine.key, params: { id: planId }, body })
    const none = await call(it, name, { key: mine.key, params: { id: never }, body })
    assert.equal(foreign.status, 404)
    assert.deepEqual(foreign.body, none.body)
  }
  const list = await call(it, 'listPlans', { key: mine.key })
  assert.equal(list.body.pagination.total, 0)
})

test('the list shows the plans of one product when asked, each with its prices', async () => {
  const merchant = await givenMerchant(it)
  const one = await givenInstantPlan(it, merchant)
  await givenInstantPlan(it, merchant)
  const query = { merchantId: merchant.organizationId, productId: one.productId }
  const { body } = await call(it, 'listPlans', { key: merchant.key, query })
  assert.equal(body.pagination.total, 1)
  assert.equal(body.data[0].id, one.planId)
  assert.equal(body.data[0].prices[0].id, one.priceId)
})

async function givenCustomer({ key, organizationId: merchantId }: Party): Promise<string> {
  const consumer = { name: 'Ada', email: 'ada@example.com', address: {} }
  const reply = await call(it, 'createCustomer', { key, body: { merchantId, consumer } })
  return reply.body.customerId
}

test('what a customer can still subscribe to is found by product and by part of the name', async () => {
  const merchant = await givenMerchant(it)
  const { key } = merchant
  const customerId = await givenCustomer(merchant)
  const one = await givenInstantPlan(it, merchant)
  const { planId } = await givenPlan(it, merchant, { productId: one.productId, name: '100% Gold' })
  await givenInstantPlan(it, merchant)
  const total = async (query: object) => {
    const { body } = await call(it, 'listAvailablePlans', { key, query: { customerId, ...query } })
    return body.pagination.total
  }
  assert.equal(await total({}), 3)
  assert.equal(await total({ productId: one.productId }), 2)
  assert.equal(await total({ search: 'gOLD' }), 1)
  assert.equal(await total({ search: '%' }), 1)
  assert.equal(await total({ search: 'silver' }), 0)
  const { body } = await call(it, 'listAvailablePlans', {
    key,
    query: { customerId, search: '0% g' },
  })
  assert.equal(body.data[0].id, planId)
})

test('a subscription takes every plan of its product off the offer', async () => {
  const merchant = await givenMerchant(it)
  const { key } = merchant
  const customerId = await givenCustomer(merchant)
  const one = await givenInstantPlan(it, merchant)
  await givenPlan(it, merchant, { productId: one.productId })
  const other = await givenInstantPlan(it, merchant)
  await made(it, 'createSubscription', {
    key,
    body: { customerId, planId: one.planId, name: 'Ada', startedAt: it.clock.now.toString() },
  })
  const { body } = await call(it, 'listAvailablePlans', { key, query: { customerId } })
  assert.equal(body.pagination.total, 1)
  assert.equal(body.data[0].id, other.planId)
})

test('nothing is on offer to a customer that does not exist or is another merchant’s', async () => {
  const { key } = await givenMerchant(it)
  const foreign = await givenCustomer(await givenMerchant(it))
  for (const customerId of [foreign, 'cus_00000000000000000000000000000000']) {
    const { status } = await call(it, 'listAvailablePlans', { key, query: { customerId } })
    assert.equal(status, 404)
  }
})

test('a subscription is billed by the plan as it is, with exact prices', async () => {
  const merchant = await givenMerchant(it)
  const { planId, priceId, billableMetricId } = await givenInstantPlan(it, merchant, '0.0000025')
  const plan = await asApp(it, merchant, (ctx) => planForSubscribing(ctx, planId))
  assert.ok(plan)
  assert.equal(plan.billingAnchor, undefined)
  assert.equal(plan.defaultTaxPercent, 0n)
  assert.deepEqual(plan.prices, [
    {
      id: priceId,
      billableMetricId,
      feeId: undefined,
      model: 'standard',
      spec: { model: 'standard', unitPrice: 2_500_000_000n },
      properties: { unitPrice: '0.0000025' },
      pricing: undefined,
      paymentTerm: 'instant',
      billingCadence: undefined,
      displayName: 'Tokens',
      quantity: 1,
    },
  ])
  const stranger = await givenMerchant(it)
  assert.equal(await asApp(it, stranger, (ctx) => planForSubscribing(ctx, planId)), undefined)
})

test('the terms of a period hold the plan and its prices as they are now, and read back the same', async () => {
  const { merchant, productId, create } = await given()
  const { billableMetricId } = await givenMetric(it, merchant, { productId })
  const { feeId } = await givenFee(it, merchant, productId)
  const access = { feeId, paymentTerm: 'in_advance', billingCadence: 'P1Y', quantity: 3 }
  const fee = await givenPrice(it, merchant, access)
  const usage = await givenPrice(it, merchant, {
    billableMetricId,
    paymentTerm: 'in_arrears',
    properties: undefined,
    pricing: { model: 'package', size: '100', price: '2.50' },
  })
  const { body: plan } = await create({
    defaultTaxCode: 'ebook',
    defaultTaxRate: 8.1,
    creditUnusedAdvance: true,
    billingCadence: 'P3M',
    prices: [fee.priceId, usage.priceId],
  })
  const anchor = it.clock.now
  const terms = await asApp(it, merchant, (ctx) => billingTermsOf(ctx, plan.id, anchor))
  assert.ok(terms)
  assert.deepEqual(termsToText(terms), {
    planId: plan.id,
    currency: 'USD',
    taxBehavior: 'exclusive',
    planTaxPercent: '8.1',
    taxCode: 'ebook',
    cadence: 'P3M',
    anchor: anchor.toString(),
    creditUnusedAdvance: true,
    prices: [
      {
        priceId: fee.priceId,
        feeId,
        displayName: 'Tokens',
        paymentTerm: 'in_advance',
        cadence: 'P1Y',
        quantity: 3,
        figures: { model: 'standard', properties: { unitPrice: '0.01' } },
      },
      {
        priceId: usage.priceId,
        billableMetricId,
        displayName: 'Tokens',
        paymentTerm: 'in_arrears',
        quantity: 1,
        figures: {
          model: 'standard',
          properties: { unitPrice: '0' },
          pricing: { model: 'package', size: '100', price: '2.50', freeUnits: '0' },
        },
      },
    ],
  })
  assert.deepEqual(termsFromText(JSON.parse(JSON.stringify(termsToText(terms)))), terms)
  const stranger = await givenMerchant(it)
  const theirs = await asApp(it, stranger, (ctx) => billingTermsOf(ctx, plan.id, anchor))
  assert.equal(theirs, undefined)
})

test('everything that is wrong with a plan is named at once', async () => {
  const { create } = await given()
  const reply = await create({
    currency: 'CHF',
    billingAnchor: '2027-01-01T00:00:00Z',
    prices: ['price_1'],
  })
  assert.deepEqual(fieldsOf(reply), ['billingAnchor', 'currency', 'prices'])
})
