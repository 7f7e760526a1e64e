import assert from 'node:assert/strict'
import { test } from 'node:test'
import { call, product } from '../../test/harness/product.ts'
import { givenShop } from '../../test/harness/standard.ts'

const it = product()
const april = '2027-04-01T00:00:00Z'
type Shop = Awaited<ReturnType<typeof givenShop>>

/** What merchants set for all their plans. */
const sets = (shop: Shop, body: Readonly<Record<string, unknown>>) =>
  shop.post('updateBillingSettings', shop.organizationId, body)

test('fees are due as often as they say, for as many units as they say', async () => {
  const shop = await givenShop(it)
  const planId = await shop.plan([
    await shop.fee('10.00', { quantity: 3, invoiceDisplayName: 'Seats' }),
    await shop.fee('12.00', { billingCadence: 'P3M', invoiceDisplayName: 'Quarter' }),
    await shop.fee('99.00', { billingCadence: 'P0D', invoiceDisplayName: 'Set-up' }),
    await shop.fee('25.00', {
      billingCadence: 'P0D',
      paymentTerm: 'in_arrears',
      invoiceDisplayName: 'Migration',
    }),
    await shop.fee('7.00', {
      billingCadence: 'P3M',
      paymentTerm: 'in_arrears',
      invoiceDisplayName: 'Review',
    }),
    await shop.fee('1.00', { billingCadence: 'P2W', invoiceDisplayName: 'Fortnight' }),
  ])
  const { clockId, id } = await shop.subscriber({ planId, at: april })
  await shop.passes(clockId, 'P3M2D')

  // Fortnights begin on 1, 15 and 29 April, 13 and 27 May, 10 and 24 June, and 8 and 22 July.
  assert.deepEqual(await shop.bills(id), [
    '0 2027-04-01 PAID 144.00',
    '1 2027-04-01 ISSUED 57.00',
    '2 2027-05-01 ISSUED 32.00',
    '3 2027-06-01 ISSUED 51.00',
    '4 2027-07-01 ACTIVE 32.00',
  ])
  const [zero, first, , third] = await shop.invoices(id)
  assert.deepEqual((await shop.lines(zero.id)).sort(), [
    'Fortnight 2027-04-01 1.00',
    'Fortnight 2027-04-15 1.00',
    'Fortnight 2027-04-29 1.00',
    'Quarter 2027-04-01 12.00',
    'Seats 2027-04-01 30.00',
    'Set-up 2027-04-01 99.00',
  ])
  assert.deepEqual((await shop.lines(first.id)).sort(), [
    'Fortnight 2027-05-13 1.00',
    'Fortnight 2027-05-27 1.00',
    'Migration 2027-04-01 25.00',
    'Seats 2027-05-01 30.00',
  ])
  assert.deepEqual((await shop.lines(third.id)).sort(), [
    'Fortnight 2027-07-08 1.00',
    'Fortnight 2027-07-22 1.00',
    'Quarter 2027-07-01 12.00',
    'Review 2027-04-01 7.00',
    'Seats 2027-07-01 30.00',
  ])
})

test('a price that is edited counts from the next period, for what is due ahead and for what is used', async () => {
  const shop = await givenShop(it)
  const fee = await shop.fee('30.00')
  const usage = await shop.usage('0.01')
  const { clockId, customerId, id } = await shop.subscriber({
    planId: await shop.plan([fee, usage]),
    at: april,
  })
  await shop.post('updatePrice', fee, { properties: { unitPrice: '40.00' } })
  await shop.post('updatePrice', usage, { properties: { unitPrice: '0.02' } })
  await shop.uses(customerId, 100)
  await shop.passes(clockId, 'P1M')
  await shop.uses(customerId, 100)
  await shop.passes(clockId, 'P1M2D')
  assert.deepEqual(await shop.bills(id), [
    '0 2027-04-01 PAID 30.00',
    '1 2027-04-01 ISSUED 41.00',
    '2 2027-05-01 ISSUED 42.00',
    '3 2027-06-01 ACTIVE 40.00',
  ])
})

test('whether invoices wait for approval says the subscription, else its plan, else the merchant', async () => {
  const shop = await givenShop(it)
  assert.equal((await sets(shop, { autoApprove: false })).status, 200)
  const fee = await shop.fee('5.00', { paymentTerm: 'in_arrears' })
  const silent = await shop.plan([fee])
  const other = await shop.plan([fee], { autoApprove: true })
  const statusOf = async (planId: string, wish: object = {}) => {
    const { clockId, id } = await shop.subscriber({ planId, at: april, ...wish })
    await shop.passes(clockId, 'P1M1D')
    const [first] = await shop.invoices(id)
    return first.status
  }
  assert.equal(await statusOf(silent), 'DRAFT')
  assert.equal(await statusOf(other), 'ISSUED')
  assert.equal(await statusOf(other, { autoApprove: false }), 'DRAFT')
  assert.equal(await statusOf(silent, { autoApprove: true }), 'ISSUED')
})

test('an invoice is due so many days after it is issued as its subscription says', async () => {
  const shop = await givenShop(it)
  const planId = await shop.plan([await shop.fee('5.00')])
  const { clockId, id } = await shop.subscriber({
    planId,
    at: '2027-04-01T09:30:00Z',
    paymentTermDays: 14,
  })
  await shop.passes(clockId, 'P1M1D')
  const [zero, first] = await shop.invoices(id)
  // Issued at 9:00, since the period begins with the hour of the start.
  assert.deepEqual([zero.dueAt, first.dueAt], ['2027-04-15T00:00:00Z', '2027-05-16T00:00:00Z'])
})

test('usage of a plan that bills by period comes as events, and is refused where instant usage goes', async () => {
  const shop = await givenShop(it)
  const { key, organizationId: merchantId, billableMetricId } = shop
  const planId = await shop.plan([await shop.usage('0.01')])
  const { customerId, id } = await shop.subscriber({ planId, at: april })
  const properties = [{ billableMetricId, quantity: 1 }]
  const body = { merchantId, customerId, idempotencyKey: 'one', timestamp: april, properties }
  const refused = await call(it, 'createUsageEvent', { key, body })
  assert.deepEqual([refused.status, refused.body.code], [400, 'STANDARD_BILLING_USES_EVENTS'])
  await shop.uses(customerId, 100)
  assert.deepEqual(await shop.bills(id), ['1 2027-04-01 ACTIVE 1.00'])
})
