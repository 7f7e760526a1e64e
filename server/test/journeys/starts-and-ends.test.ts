import assert from 'node:assert/strict'
import { test } from 'node:test'
import { runDoctor } from '../../src/doctor/run.ts'
import { balancesOf } from '../harness/books.ts'
import { made } from '../harness/catalog.ts'
import { payAt } from '../harness/checkout.ts'
import { givenClock } from '../harness/clocks.ts'
import { givenCustomer } from '../harness/customers.ts'
import { product } from '../harness/product.ts'
import { givenShop } from '../harness/standard.ts'

const it = product()
type Shop = Awaited<ReturnType<typeof givenShop>>

const april = '2027-04-01T00:00:00Z'
const terminate = async (shop: Shop, id: string) => {
  const reply = await shop.post('terminateSubscription', id, { reason: 'Moved away' })
  assert.equal(reply.status, 200, JSON.stringify(reply.body))
}

test('a start three months back waits for its first invoice alone, and then each month that is over is billed, the oldest first', async () => {
  const shop = await givenShop(it)
  const planId = await shop.plan([await shop.fee('30.00'), await shop.usage('0.01')])
  const { clockId, customerId, id } = await shop.subscriber({
    planId,
    at: '2027-04-10T00:00:00Z',
    startedAt: '2027-01-10T00:00:00Z',
  })
  assert.deepEqual(await shop.bills(id), ['0 2027-01-10 PAID 30.00', '1 2027-01-10 ACTIVE 30.00'])
  await shop.uses(customerId, 999, '2027-01-09T23:59:59Z')
  await shop.uses(customerId, 100, '2027-01-10T00:00:00Z')
  await shop.uses(customerId, 200, '2027-02-20T00:00:00Z')
  await shop.uses(customerId, 300, '2027-03-20T00:00:00Z')
  await shop.passes(clockId, 'PT1H')
  assert.deepEqual(await shop.bills(id), [
    '0 2027-01-10 PAID 30.00',
    '1 2027-01-10 ISSUED 31.00',
    '2 2027-02-10 ISSUED 32.00',
    '3 2027-03-10 CLOSING 33.00',
    '4 2027-04-10 ACTIVE 30.00',
  ])
  await shop.passes(clockId, 'P1D')
  const numbers = (await shop.invoices(id)).map(({ invoiceNumber }) => invoiceNumber)
  assert.deepEqual(numbers, [
    ...['INV-2027-04-001', 'INV-2027-04-002', 'INV-2027-04-003', 'INV-2027-04-004'],
    null,
  ])
})

test('a start to come is paid for today, and billed from its day on', async () => {
  const shop = await givenShop(it)
  const planId = await shop.plan([await shop.fee('30.00'), await shop.usage('0.01')])
  const startedAt = '2027-04-20T00:00:00Z'
  const { clockId, customerId, id } = await shop.subscriber({ planId, at: april, startedAt })
  assert.equal((await shop.subscription(id)).status, 'active')
  await shop.uses(customerId, 999)
  await shop.passes(clockId, 'P18D')
  assert.deepEqual(await shop.bills(id), ['0 2027-04-20 PAID 30.00'])

  await shop.passes(clockId, 'P2D')
  await shop.uses(customerId, 200)
  await shop.passes(clockId, 'P1M')
  assert.deepEqual(await shop.bills(id), [
    '0 2027-04-20 PAID 30.00',
    '1 2027-04-20 ISSUED 32.00',
    '2 2027-05-20 ACTIVE 30.00',
  ])
})

test('an end in the grace of the month before closes both, and each is billed when its own grace is over', async () => {
  const shop = await givenShop(it)
  const planId = await shop.plan([await shop.fee('30.00'), await shop.usage('0.01')])
  const { clockId, customerId, id } = await shop.subscriber({ planId, at: april })
  await shop.uses(customerId, 100)
  await shop.passes(clockId, 'P30DT6H')
  await shop.uses(customerId, 50, '2027-05-01T03:00:00Z')
  await terminate(shop, id)
  assert.deepEqual(await shop.bills(id), [
    '0 2027-04-01 PAID 30.00',
    '1 2027-04-01 CLOSING 31.00',
    '2 2027-05-01 CLOSING 0.50',
  ])
  // Late for its moment, and in time for the last invoice; what was used after the end is not billed.
  await shop.uses(customerId, 25, '2027-05-01T05:59:59.999Z')
  await shop.uses(customerId, 999, '2027-05-01T06:00:00Z')
  await shop.passes(clockId, 'P2M')
  // The fee of May was due in advance, and the plan keeps it.
  assert.deepEqual(await shop.bills(id), [
    '0 2027-04-01 PAID 30.00',
    '1 2027-04-01 ISSUED 31.00',
    '2 2027-05-01 ISSUED 0.75',
  ])
})

test('where the plan gives back what is not used, an end in the grace takes it off the invoice that charges it', async () => {
  const shop = await givenShop(it)
  const planId = await shop.plan([await shop.fee('30.00'), await shop.usage('0.01')], {
    creditUnusedAdvance: true,
  })
  const { clockId, customerId, id } = await shop.subscriber({ planId, at: april })
  await shop.uses(customerId, 100)
  await shop.passes(clockId, 'P30DT6H')
  await terminate(shop, id)
  await shop.passes(clockId, 'P2D')

  // 30.75 of the 31 days of May are not used: 29.758… of 30.00.
  const [, first] = await shop.invoices(id)
  assert.deepEqual((await shop.lines(first.id)).sort(), [
    'Base fee 2027-05-01 -29.76',
    'Base fee 2027-05-01 30.00',
    'Tokens read 2027-04-01 1.00',
  ])
  assert.deepEqual(await shop.bills(id), [
    '0 2027-04-01 PAID 30.00',
    '1 2027-04-01 ISSUED 1.24',
    '2 2027-05-01 CANCELLED 0.00',
  ])
})

test('what of a fee is not used any more pays for the last usage, and the rest becomes the customer’s balance', async () => {
  const shop = await givenShop(it)
  const planId = await shop.plan([await shop.fee('30.00'), await shop.usage('0.01')], {
    creditUnusedAdvance: true,
  })
  const { clockId, customerId, id } = await shop.subscriber({ planId, at: april })
  await shop.uses(customerId, 1000)
  await shop.passes(clockId, 'P15D')
  await terminate(shop, id)
  await shop.passes(clockId, 'P1D')

  const [, last] = await shop.invoices(id)
  assert.deepEqual((await shop.lines(last.id)).sort(), [
    'Base fee 2027-04-16 -10.00',
    'Tokens read 2027-04-01 10.00',
  ])
  assert.deepEqual([last.status, last.grandTotal], ['PAID', '0.00'])
  assert.deepEqual(await balancesOf(it, shop), {
    funds: '5',
    merchant_balance: '25',
    provider_clearing: '-30',
  })
})

test('an end that is known ahead cuts its last period: usage to the millisecond, arrears in proportion, nothing ahead', async () => {
  const shop = await givenShop(it)
  const planId = await shop.plan([
    await shop.fee('31.00'),
    await shop.fee('62.00', { paymentTerm: 'in_arrears', invoiceDisplayName: 'Support' }),
    await shop.usage('0.01'),
  ])
  const endingAt = '2027-05-10T00:00:00Z'
  const { clockId, customerId, id } = await shop.subscriber({ planId, at: april, endingAt })
  await shop.uses(customerId, 100)
  await shop.passes(clockId, 'P1M9D')
  await shop.uses(customerId, 200, '2027-05-09T23:59:59.999Z')
  await shop.uses(customerId, 999, endingAt)
  await shop.passes(clockId, 'P2M')

  const { status, terminatedAt, terminationReason } = await shop.subscription(id)
  assert.deepEqual(
    [status, terminatedAt, terminationReason],
    ['terminated', endingAt, 'ending_at_reached'],
  )
  // Nine of the 31 days of May are 18.00 of 62.00.
  assert.deepEqual(await shop.bills(id), [
    '0 2027-04-01 PAID 31.00',
    '1 2027-04-01 ISSUED 94.00',
    '2 2027-05-01 ISSUED 20.00',
  ])
})

test('an end with the month is the last invoice of that month, and charges nothing ahead', async () => {
  const shop = await givenShop(it)
  const planId = await shop.plan([await shop.fee('30.00'), await shop.usage('0.01')])
  const endingAt = '2027-05-01T00:00:00Z'
  const { clockId, customerId, id } = await shop.subscriber({ planId, at: april, endingAt })
  await shop.uses(customerId, 100)
  assert.deepEqual(await shop.bills(id), ['0 2027-04-01 PAID 30.00', '1 2027-04-01 ACTIVE 1.00'])
  await shop.passes(clockId, 'P2M')
  assert.deepEqual(await shop.bills(id), ['0 2027-04-01 PAID 30.00', '1 2027-04-01 ISSUED 1.00'])
})

test('an end that reaches back bills to that moment alone', async () => {
  const shop = await givenShop(it)
  const planId = await shop.plan([
    await shop.fee('60.00', { paymentTerm: 'in_arrears' }),
    await shop.usage('0.01'),
  ])
  const { clockId, customerId, id } = await shop.subscriber({ planId, at: april })
  await shop.passes(clockId, 'P20D')
  await shop.uses(customerId, 100, '2027-04-15T00:00:00Z')
  await shop.uses(customerId, 999, '2027-04-18T00:00:00Z')
  const reply = await shop.post('updateSubscription', id, {
    status: 'terminated',
    terminatedAt: '2027-04-16T00:00:00Z',
  })
  assert.equal(reply.status, 200)
  await shop.passes(clockId, 'PT1H')
  assert.deepEqual(await shop.bills(id), ['1 2027-04-01 ISSUED 31.00'])
})

test('what began and ended in the past waits for its first payment like any other, and then all of it is billed', async () => {
  const shop = await givenShop(it)
  const planId = await shop.plan([await shop.fee('30.00'), await shop.usage('0.01')])
  const testClockId = await givenClock(it, shop, '2027-06-01T00:00:00Z')
  const customerId = await givenCustomer(it, shop)
  const endingAt = '2027-05-16T00:00:00Z'
  const body = { name: 'Pro', customerId, planId, testClockId, startedAt: april, endingAt }
  const { id, payment } = await made(it, 'createSubscription', { key: shop.key, body })
  await shop.uses(customerId, 100, '2027-05-15T00:00:00Z')
  await shop.passes(testClockId, 'PT1H')
  assert.equal((await shop.subscription(id)).status, 'pending_payment')

  assert.equal((await payAt(it, payment.checkoutUrl)).status, 200)
  await shop.passes(testClockId, 'PT1H')
  const { status, terminatedAt } = await shop.subscription(id)
  assert.deepEqual([status, terminatedAt], ['terminated', endingAt])
  assert.deepEqual(await shop.bills(id), [
    '0 2027-04-01 PAID 30.00',
    '1 2027-04-01 ISSUED 30.00',
    '2 2027-05-01 ISSUED 1.00',
  ])
})

test('whoever leaves the moment they came owes the flat fee of the first tier, and the books know why', async () => {
  const shop = await givenShop(it)
  const pricing = { model: 'graduated', tiers: [{ unitPrice: '0.10', flatFee: '1' }] }
  const planId = await shop.plan([await shop.usage('0', { pricing })])
  const { id, clockId } = await shop.subscriber({ planId, at: '2027-04-01T00:20:00Z' })
  await terminate(shop, id)
  await shop.passes(clockId, 'P2D')

  assert.deepEqual(await shop.bills(id), ['1 2027-04-01 ISSUED 1.00'])
  const { checks } = await runDoctor(it.installation)
  assert.deepEqual(
    checks.filter(({ ok }) => !ok),
    [],
  )
})
