import assert from 'node:assert/strict'
import { test } from 'node:test'
import { pass, runDueWork } from '../harness/due.ts'
import { givenPlatformFee } from '../harness/metered.ts'
import { call, product } from '../harness/product.ts'
import { givenSeller } from '../harness/subscribed.ts'
import { stage } from './stage.ts'

const it = product()

test('a merchant sells, a customer pays, usage is charged as it happens, and both can see it', async () => {
  const seller = await givenSeller(it)
  await givenPlatformFee(it, seller, { percent: '2' })
  const play = stage(it, seller)
  const subscribed = await play.subscribes('150.00')
  assert.equal((await play.subscription(subscribed)).status, 'pending_payment')

  const paid = await play.pays(await play.opens(subscribed), 'succeeds')
  assert.equal(paid.body.status, 'completed')
  assert.equal((await play.subscription(subscribed)).status, 'active')
  assert.equal((await play.uses(subscribed, 250, 'request 1')).status, 201)
  assert.equal((await play.uses(subscribed, 250, 'request 1')).status, 201)

  assert.equal(await play.funds(subscribed), '147.50')
  assert.deepEqual(await play.books(), {
    merchant_balance: '2.45',
    platform_fees: '0.05',
    provider_clearing: '-150.00',
  })
  const viewer = await play.looks(subscribed)
  const { body: overview } = await call(it, 'getPortalOverview', { key: viewer })
  assert.equal(overview.balance.amount, '147.50')
  assert.equal(overview.period.charged, '2.50')
  assert.equal(overview.period.events, 1)
})

test('a declined card changes nothing, and the next one starts the subscription', async () => {
  const seller = await givenSeller(it)
  const play = stage(it, seller)
  const subscribed = await play.subscribes('20.00')
  const payer = await play.opens(subscribed)

  const declined = await play.pays(payer, 'card_declined')
  assert.equal(declined.body.status, 'pending')
  assert.equal(declined.body.failure.code, 'card_declined')
  assert.equal((await play.subscription(subscribed)).status, 'pending_payment')
  assert.equal((await play.uses(subscribed, 1, 'too early')).body.code, 'NO_ACTIVE_SUBSCRIPTION')
  assert.deepEqual(await play.books(), {})

  const paid = await play.pays(payer, 'succeeds')
  assert.equal(paid.body.status, 'completed')
  assert.equal(await play.funds(subscribed), '20.00')
  assert.equal((await play.uses(subscribed, 1, 'in time')).status, 201)
})

test('a checkout that nobody pays expires, ends the subscription, and leaves room for another', async () => {
  const seller = await givenSeller(it)
  const play = stage(it, seller)
  const subscribed = await play.subscribes('20.00', { sessionExpiryMinutes: 30 })
  const payer = await play.opens(subscribed)

  await pass(it, { minutes: 31 })

  const late = await play.pays(payer, 'succeeds')
  assert.ok(late.status >= 400, 'an expired checkout takes no payment')
  const ended = await play.subscription(subscribed)
  assert.equal(ended.status, 'terminated')
  assert.equal(ended.terminationReason, 'payment_session_expired')
  assert.deepEqual(await play.books(), {})
  const again = await play.subscribes('20.00', { customerId: subscribed.customerId })
  const paid = await play.pays(await play.opens(again), 'succeeds')
  assert.equal(paid.body.status, 'completed')
})

test('a customer who leaves is charged no more, and gets back what was not used', async () => {
  const seller = await givenSeller(it)
  const play = stage(it, seller)
  const subscribed = await play.subscribes('20.00')
  await play.pays(await play.opens(subscribed), 'succeeds')
  await play.uses(subscribed, 500, 'the last one')

  await play.terminates(subscribed)
  assert.equal((await play.uses(subscribed, 1, 'too late')).body.code, 'NO_ACTIVE_SUBSCRIPTION')
  const back = await play.givesBack(subscribed)
  assert.equal(back.amount, '15.00')
  assert.equal(await play.funds(subscribed), '0.00')
  const inTheWay = { key: seller.key, params: { id: subscribed.customerId } }

  // The sandbox takes a minute to confirm a refund.
  await runDueWork(it)
  await pass(it, { minutes: 2 })
  assert.deepEqual(await play.books(), {
    merchant_balance: '5.00',
    provider_clearing: '-5.00',
  })
  const early = await call(it, 'deleteCustomer', inTheWay)
  assert.deepEqual([early.status, early.body.code], [409, 'CUSTOMER_IN_USE'])
  // The last invoice says what was used, once late events have had their time.
  await pass(it, { hours: 24 })
  assert.equal((await call(it, 'deleteCustomer', inTheWay)).status, 204)
})
