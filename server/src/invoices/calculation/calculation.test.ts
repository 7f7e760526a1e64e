import assert from 'node:assert/strict'
import { test } from 'node:test'
import { balancesOf } from '../../../test/harness/books.ts'
import { givenMetric } from '../../../test/harness/catalog.ts'
import { assertExplained, december, givenInvoicing } from '../../../test/harness/invoiced.ts'
import { call, product } from '../../../test/harness/product.ts'

const it = product()

test('a rebate on the same usage is a line of its own that takes from the charge', async () => {
  const shop = await givenInvoicing(it)
  const rebate = { invoiceDisplayName: 'Rebate' }
  const planId = await shop.plan([await shop.usage('0.25'), await shop.usage('-0.05', rebate)])
  const { clockId, customerId, id } = await shop.subscriber({ planId, at: december })
  await shop.uses(customerId, 100)
  await shop.passes(clockId, 'P32D')
  const { id: invoiceId } = await shop.period(id, 1)
  assert.deepEqual(await shop.lines(invoiceId), [
    'Tokens read 2026-12-01 25.00',
    'Rebate 2026-12-01 -5.00',
  ])
  assert.deepEqual(await shop.bills(id), ['1 2026-12-01 ISSUED 20.00', '2 2027-01-01 ACTIVE 0.00'])
  await assertExplained(shop, id)
})

test('what a rebate would take below nothing lapses', async () => {
  const shop = await givenInvoicing(it)
  const rebate = { invoiceDisplayName: 'Rebate' }
  const fee = { paymentTerm: 'in_arrears' }
  const planId = await shop.plan([
    await shop.fee('5.00', fee),
    await shop.usage('-0.10', rebate),
    await shop.usage('-0.01', { invoiceDisplayName: 'Last rebate' }),
  ])
  const { clockId, customerId, id } = await shop.subscriber({ planId, at: december })
  await shop.uses(customerId, 80)
  await shop.passes(clockId, 'P32D')
  const { id: invoiceId } = await shop.period(id, 1)
  assert.deepEqual(await shop.lines(invoiceId), [
    'Rebate 2026-12-01 -5.00',
    'Last rebate 2026-12-01 0.00',
    'Base fee 2026-12-01 5.00',
  ])
  await shop.passes(clockId, 'P1M')
  assert.deepEqual(await shop.bills(id), [
    '1 2026-12-01 PAID 0.00',
    '2 2027-01-01 ISSUED 5.00',
    '3 2027-02-01 ACTIVE 5.00',
  ])
  await assertExplained(shop, id)
})

test('what an invoice cannot take of a credit waits for the next, until nothing is left', async () => {
  const shop = await givenInvoicing(it)
  const planId = await shop.plan([await shop.fee('5.00', { paymentTerm: 'in_arrears' })])
  const { clockId, id: subscriptionId } = await shop.subscriber({ planId, at: december })
  await shop.writes({ subscriptionId, displayName: 'Sorry', unitPrice: -12 })
  await shop.passes(clockId, 'P32D')
  await shop.passes(clockId, 'P1M')
  await shop.passes(clockId, 'P1M')
  assert.deepEqual(await shop.bills(subscriptionId), [
    '1 2026-12-01 PAID 0.00',
    '2 2027-01-01 PAID 0.00',
    '3 2027-02-01 ISSUED 3.00',
    '4 2027-03-01 ACTIVE 5.00',
  ])
  const lines = []
  for (const number of [1, 2, 3]) {
    lines.push(await shop.lines((await shop.period(subscriptionId, number)).id))
  }
  assert.deepEqual(lines, [
    ['Base fee 2026-12-01 5.00', 'Sorry 2026-12-01 -5.00'],
    ['Base fee 2027-01-01 5.00', 'Sorry 2026-12-01 -5.00'],
    ['Base fee 2027-02-01 5.00', 'Sorry 2026-12-01 -2.00'],
  ])
  await assertExplained(shop, subscriptionId)
})

test('a credit of which an invoice can take nothing does not show on it', async () => {
  const shop = await givenInvoicing(it)
  const planId = await shop.plan([await shop.usage('1.00')])
  const {
    clockId,
    customerId,
    id: subscriptionId,
  } = await shop.subscriber({
    planId,
    at: december,
  })
  await shop.writes({ subscriptionId, displayName: 'Sorry', unitPrice: -3 })
  await shop.passes(clockId, 'P32D')
  await shop.uses(customerId, 10)
  await shop.passes(clockId, 'P1M')
  assert.deepEqual(await shop.bills(subscriptionId), [
    '1 2026-12-01 CANCELLED 0.00',
    '2 2027-01-01 ISSUED 7.00',
    '3 2027-02-01 ACTIVE 0.00',
  ])
  await assertExplained(shop, subscriptionId)
})

test('what the last invoice cannot take of a credit is the customer’s, with its tax', async () => {
  const shop = await givenInvoicing(it)
  const fee = await shop.fee('5.00', { paymentTerm: 'in_arrears', billingCadence: 'P1M' })
  const planId = await shop.plan([fee], { defaultTaxRate: 20 })
  const { clockId, id: subscriptionId } = await shop.subscriber({ planId, at: december })
  await shop.passes(clockId, 'P31D')
  await shop.passes(clockId, 'P1D')
  await shop.writes({ subscriptionId, displayName: 'Sorry', unitPrice: -25 })
  await shop.post('terminateSubscription', subscriptionId, { reason: 'Moved away' })
  await shop.passes(clockId, 'P1D')
  const last = await shop.period(subscriptionId, 2)
  assert.equal(last.status, 'PAID')
  assert.equal(last.grandTotal, '0.00')
  // A day of 31 for 5.00 is 0.16: of the 25.00 that is all there is to take from. The rest comes with 20 % of it.
  const { funds, receivable } = await balancesOf(it, shop)
  assert.equal(funds, '29.81')
  assert.equal(receivable, '-6')
  await assertExplained(shop, subscriptionId)
})

test('usage that comes in the grace counts in its period, and what comes after it on the next invoice', async () => {
  const shop = await givenInvoicing(it)
  const planId = await shop.plan([await shop.usage('0.333')])
  const { clockId, customerId, id } = await shop.subscriber({ planId, at: december })
  const inDecember = '2026-12-01T12:00:00Z'
  await shop.uses(customerId, 1, inDecember)
  await shop.passes(clockId, 'P31D')
  await shop.uses(customerId, 1, inDecember)
  await shop.passes(clockId, 'P1D')
  // 2 at 0.333 are 0.666; with one more it is 0.999: rounded 1.00, of which 0.67 are billed.
  await shop.uses(customerId, 1, inDecember)
  await shop.passes(clockId, 'P1M')
  assert.deepEqual(await shop.bills(id), [
    '1 2026-12-01 ISSUED 0.67',
    '2 2027-01-01 ISSUED 0.33',
    '3 2027-02-01 ACTIVE 0.00',
  ])
  const { id: second } = await shop.period(id, 2)
  const { lines } = await shop.explanation(second)
  assert.equal(lines.length, 1)
  const [late] = lines
  assert.deepEqual([late.cause, late.quantity.value, late.subtotal], ['late', '1', '0.33'])
  assert.equal(late.quantity.alreadyBilled, '2')
  assert.equal(late.alreadyBilledAmount, '0.67')
  assert.equal(late.cycleAmount, '0.999')
  await assertExplained(shop, id)
})

test('a late correction gives back, by the price of its period, once', async () => {
  const shop = await givenInvoicing(it)
  const priceId = await shop.usage('0.10')
  const planId = await shop.plan([priceId])
  const { clockId, customerId, id } = await shop.subscriber({ planId, at: december })
  await shop.uses(customerId, 100, '2026-12-01T12:00:00Z')
  await shop.post('updatePrice', priceId, { properties: { unitPrice: '9.99' } })
  await shop.passes(clockId, 'P32D')
  await shop.uses(customerId, -40, '2026-12-01T13:00:00Z')
  await shop.uses(customerId, 1, '2027-01-02T13:00:00Z')
  await shop.passes(clockId, 'P1M')
  await shop.passes(clockId, 'P1M')
  assert.deepEqual(await shop.bills(id), [
    '1 2026-12-01 ISSUED 10.00',
    '2 2027-01-01 ISSUED 5.99',
    '3 2027-02-01 CANCELLED 0.00',
    '4 2027-03-01 ACTIVE 0.00',
  ])
  const { id: second } = await shop.period(id, 2)
  assert.deepEqual(await shop.lines(second), [
    'Tokens read 2027-01-01 9.99',
    'Tokens read 2026-12-01 -4.00',
  ])
  await assertExplained(shop, id)
})

test('late usage shows on the invoice that will bill it, before it does', async () => {
  const shop = await givenInvoicing(it)
  const planId = await shop.plan([await shop.usage('0.10')])
  const { clockId, customerId, id } = await shop.subscriber({ planId, at: december })
  await shop.passes(clockId, 'P32D')
  await shop.uses(customerId, 30, '2026-12-01T12:00:00Z')
  assert.deepEqual(await shop.bills(id), [
    '1 2026-12-01 CANCELLED 0.00',
    '2 2027-01-01 ACTIVE 3.00',
  ])
  await shop.passes(clockId, 'P30D')
  // In the grace of January it is to be billed with January, and not with February, too.
  assert.deepEqual((await shop.bills(id)).slice(1), [
    '2 2027-01-01 CLOSING 3.00',
    '3 2027-02-01 ACTIVE 0.00',
  ])
})

test('instant usage is on the invoice of its period as lines that are paid', async () => {
  const shop = await givenInvoicing(it)
  const { key, organizationId: merchantId } = shop
  const { billableMetricId } = await givenMetric(it, shop, { productId: shop.productId })
  const instant = { billableMetricId, paymentTerm: 'instant', invoiceDisplayName: 'Images' }
  const prices = [await shop.usage('0.10'), await shop.usage('0.014', instant)]
  const planId = await shop.plan(prices, { billingVersion: 0, defaultTaxRate: 10 })
  const wish = { planId, at: december, prefundAmount: '20.00' }
  const { clockId, customerId, id } = await shop.subscriber(wish)
  await shop.uses(customerId, 10)
  for (const quantity of [1, 2]) {
    const properties = [{ billableMetricId, quantity }]
    const what = { merchantId, customerId, timestamp: december, properties }
    const body = { ...what, idempotencyKey: `image ${quantity}` }
    assert.equal((await call(it, 'createUsageEvent', { key, body })).status, 201)
  }
  await shop.passes(clockId, 'P32D')
  const issued = await shop.period(id, 1)
  assert.deepEqual(await shop.lines(issued.id), [
    'Tokens read 2026-12-01 1.00',
    'Images 2026-12-01 0.04',
  ])
  // 0.042 and 0.0042 of tax were paid as it was used; 1.00 and 0.10 of tax are owed.
  assert.deepEqual([issued.subtotal, issued.totalTax, issued.grandTotal], ['1.04', '0.10', '1.14'])
  assert.deepEqual([issued.paidAmount, issued.unpaidAmount], ['0.04', '1.10'])
  assert.equal((await balancesOf(it, shop))['receivable'], '-1.1')
  await assertExplained(shop, id)
})
