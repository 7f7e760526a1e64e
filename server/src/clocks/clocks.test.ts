import assert from 'node:assert/strict'
import { test } from 'node:test'
import { pay, payAt } from '../../test/harness/checkout.ts'
import { advance, givenClock } from '../../test/harness/clocks.ts'
import { givenCustomer } from '../../test/harness/customers.ts'
import { pass, runDueWork } from '../../test/harness/due.ts'
import { tokenOf } from '../../test/harness/links.ts'
import { call, givenMerchant, type Party, product } from '../../test/harness/product.ts'
import { givenFeePlan, givenSeller, subscribe } from '../../test/harness/subscribed.ts'

const it = product()

const create = ({ key }: Party, body: object) => call(it, 'createTestClock', { key, body })
const get = ({ key }: Party, id: string) => call(it, 'getTestClock', { key, params: { id } })
const send = ({ key }: Party, id: string, body: object) =>
  call(it, 'advanceTestClock', { key, params: { id }, body })
const remove = ({ key }: Party, id: string) => call(it, 'deleteTestClock', { key, params: { id } })
const inMinutes = (minutes: number) => it.clock.now.add({ minutes }).toString()
const subscription = async ({ key }: Party, id: string) =>
  (await call(it, 'getSubscription', { key, params: { id } })).body

test('a clock shows what it was set to, and stands until it is moved', async () => {
  const merchant = await givenMerchant(it)
  const name = 'Month end'
  const made = await create(merchant, {
    currentTime: inMinutes(24 * 60),
    name,
    description: 'For tests',
  })
  assert.equal(made.status, 201)
  assert.match(made.body.id, /^tc_[a-zA-Z0-9]{16}$/)

  const before = it.clock.now
  await pass(it, { hours: 5 })

  const { body } = await get(merchant, made.body.id)
  assert.deepEqual(body, made.body)
  assert.equal(body.currentTime, before.add({ hours: 24 }).toString())
  assert.equal((await create(merchant, {})).body.currentTime, it.clock.now.toString())
  const list = await call(it, 'listTestClocks', { key: merchant.key })
  assert.deepEqual(list.body.pagination, { limit: 10, offset: 0, total: 2 })
})

test('a clock begins at most an hour ago', async () => {
  const merchant = await givenMerchant(it)
  assert.equal((await create(merchant, { currentTime: inMinutes(-60) })).status, 201)
  for (const currentTime of [inMinutes(-61), '9999-01-01T00:00:00Z']) {
    const { status, body } = await create(merchant, { currentTime })
    assert.deepEqual([status, body.errors[0].field], [400, 'currentTime'])
  }
})

test('a clock goes forward, to a moment or by a duration, at most two years at a time', async () => {
  const merchant = await givenMerchant(it)
  const id = await givenClock(it, merchant, '2027-01-31T00:00:00Z')

  assert.equal(await advance(it, merchant, { id, by: 'P1M' }), '2027-02-28T00:00:00Z')
  const there = await send(merchant, id, { currentTime: '2028-02-28T00:00:00Z' })
  assert.equal(there.body.currentTime, '2028-02-28T00:00:00Z')
  assert.equal(there.body.advancingTo, undefined)
  for (const body of [
    { currentTime: '2028-02-27T23:59:59Z' },
    { currentTime: '2030-02-28T00:00:00.001Z' },
    { advanceBy: 'P2YT1S' },
    { advanceBy: 'P' },
    { advanceBy: '1 day' },
    { advanceBy: 'P1D', currentTime: '2028-03-01T00:00:00Z' },
    {},
  ]) {
    assert.equal((await send(merchant, id, body)).status, 400, JSON.stringify(body))
  }
  assert.equal(await advance(it, merchant, { id, by: 'P2Y' }), '2030-02-28T00:00:00Z')
})

test('what is due on the way is done at its moment, by the clock', async () => {
  const seller = await givenSeller(it)
  const id = await givenClock(it, seller, '2029-01-01T00:00:00Z')
  const startedAt = '2029-01-01T00:00:00Z'
  const wish = { startedAt, testClockId: id }
  const ends = await subscribe(it, seller, { ...wish, endingAt: '2029-01-10T12:00:00Z' })
  const stays = await subscribe(it, seller, { ...wish, endingAt: '2029-03-01T00:00:00Z' })
  assert.equal(ends.body.testClockId, id)

  // Real time decides nothing here.
  await pass(it, { hours: 24 * 90 })
  assert.equal((await subscription(seller, ends.body.id)).status, 'active')

  await advance(it, seller, { id, by: 'P30D' })
  const ended = await subscription(seller, ends.body.id)
  assert.equal(ended.status, 'terminated')
  assert.equal(ended.terminatedAt, '2029-01-10T12:00:00Z')
  assert.equal((await subscription(seller, stays.body.id)).status, 'active')
})

test('a checkout works at the time of its customer, and ends with it', async () => {
  const seller = await givenSeller(it)
  const planId = await givenFeePlan(it, seller)
  const wish = { planId, startedAt: '2029-01-01T00:00:00Z' }
  const id = await givenClock(it, seller, '2029-01-01T00:00:00Z')
  const paid = await subscribe(it, seller, { ...wish, testClockId: id })
  const unpaid = await subscribe(it, seller, { ...wish, testClockId: id })

  await pass(it, { hours: 24 })
  assert.equal((await payAt(it, paid.body.payment.checkoutUrl)).body.status, 'completed')
  assert.equal((await subscription(seller, paid.body.id)).status, 'active')

  await advance(it, seller, { id, by: 'PT3H59M' })
  assert.equal((await subscription(seller, unpaid.body.id)).status, 'pending_payment')
  await advance(it, seller, { id, by: 'PT1M' })
  const ended = await subscription(seller, unpaid.body.id)
  assert.equal(ended.terminationReason, 'payment_session_expired')
  assert.equal(ended.terminatedAt, '2029-01-01T04:00:00Z')
})

test('the first subscription of a customer decides by which clock it lives', async () => {
  const seller = await givenSeller(it)
  const other = await givenSeller(it)
  const [id, second, foreign] = [
    await givenClock(it, seller),
    await givenClock(it, seller),
    await givenClock(it, other),
  ]
  const customerId = await givenCustomer(it, seller)
  const ask = (testClockId?: string) =>
    subscribe(it, seller, { customerId, ...(testClockId && { testClockId }) })

  for (const unknown of [foreign, 'tc_0000000000000000']) {
    const { status, body } = await ask(unknown)
    assert.deepEqual([status, body.errors[0].field], [400, 'testClockId'])
  }
  assert.equal((await ask(id)).status, 201)
  assert.equal((await ask(id)).status, 200)
  assert.equal((await ask(second)).body.code, 'TEST_CLOCK_MISMATCH')
  assert.equal((await ask()).body.code, 'TEST_CLOCK_MISMATCH')

  const inRealTime = await subscribe(it, seller)
  const { customerId: real } = inRealTime.body
  const late = await subscribe(it, seller, { customerId: real, testClockId: id })
  assert.deepEqual([late.status, late.body.code], [400, 'TEST_CLOCK_MISMATCH'])
})

test('of two first subscriptions at once that name different clocks one decides', async () => {
  const seller = await givenSeller(it)
  const clocks = [await givenClock(it, seller), await givenClock(it, seller)]
  const customerId = await givenCustomer(it, seller)
  const replies = await Promise.all(
    clocks.map((testClockId) => subscribe(it, seller, { customerId, testClockId })),
  )
  assert.deepEqual(replies.map(({ status }) => status).sort(), [201, 400])
})

test('what a customer had open before it got a clock is due by that clock', async () => {
  const seller = await givenSeller(it)
  const customerId = await givenCustomer(it, seller)
  const body = { amount: '10.00', currency: 'USD', expiresIn: 'P1D' }
  const params = { id: customerId }
  await call(it, 'createTopup', { key: seller.key, params, body })
  const status = async () =>
    (await call(it, 'listTopups', { key: seller.key, params })).body.data[0].status
  const id = await givenClock(it, seller)
  await subscribe(it, seller, { customerId, testClockId: id })

  await pass(it, { hours: 48 })
  assert.equal(await status(), 'pending')
  await advance(it, seller, { id, by: 'P1D' })
  assert.equal(await status(), 'cancelled')
})

test('a clock that a live subscription follows cannot be deleted, and a deleted one is followed no more', async () => {
  const seller = await givenSeller(it)
  const id = await givenClock(it, seller)
  const { body } = await subscribe(it, seller, { testClockId: id })
  assert.equal((await remove(seller, id)).body.code, 'TEST_CLOCK_IN_USE')
  const ending = { params: { id: body.id }, body: { reason: 'over' } }
  await call(it, 'terminateSubscription', { key: seller.key, ...ending })

  const removed = await remove(seller, id)
  assert.equal(removed.status, 200)
  assert.equal(removed.body.deletedAt, it.clock.now.toString())
  assert.deepEqual((await get(seller, id)).body, removed.body)
  const list = await call(it, 'listTestClocks', { key: seller.key })
  assert.deepEqual(list.body.data, [])
  assert.equal((await remove(seller, id)).status, 404)
  assert.equal((await send(seller, id, { advanceBy: 'P1D' })).status, 404)
  assert.equal((await subscribe(it, seller, { testClockId: id })).status, 400)
})

test('another merchant’s clock is answered as if it never existed', async () => {
  const [owner, stranger] = [await givenMerchant(it), await givenMerchant(it)]
  const id = await givenClock(it, owner)
  const never = 'tc_00000000000000ff'
  for (const ask of [get, remove, (by: Party, to: string) => send(by, to, { advanceBy: 'P1D' })]) {
    const [foreign, nothing] = [await ask(stranger, id), await ask(stranger, never)]
    assert.equal(foreign.status, 404)
    assert.deepEqual({ ...foreign.body, requestId: '' }, { ...nothing.body, requestId: '' })
  }
})

test('a payment that takes a moment arrives though the clock of its payer stands', async () => {
  const seller = await givenSeller(it)
  const planId = await givenFeePlan(it, seller)
  const id = await givenClock(it, seller, '2029-01-01T00:00:00Z')
  const startedAt = '2029-01-01T00:00:00Z'
  const { body } = await subscribe(it, seller, { planId, startedAt, testClockId: id })
  const token = await tokenOf(it, body.payment.checkoutUrl)
  assert.equal((await pay(it, token, 'delayed')).body.status, 'processing')

  await pass(it, { seconds: 4 })
  assert.equal((await subscription(seller, body.id)).status, 'pending_payment')
  await pass(it, { seconds: 1 })
  await runDueWork(it)
  assert.equal((await subscription(seller, body.id)).status, 'active')
  assert.equal((await get(seller, id)).body.currentTime, '2029-01-01T00:00:00Z')
})
