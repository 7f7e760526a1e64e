import assert from 'node:assert/strict'
import { test } from 'node:test'
import type { SandboxOutcome } from '@tallystick/contract/sandbox-cards.ts'
import { asSystem } from '../../../test/harness/acting.ts'
import { fundsIn, givenFunds } from '../../../test/harness/books.ts'
import { pay } from '../../../test/harness/checkout.ts'
import { runDueWork } from '../../../test/harness/due.ts'
import { tokenOf } from '../../../test/harness/links.ts'
import { chargesAt } from '../../../test/harness/owing.ts'
import { call, product } from '../../../test/harness/product.ts'
import { givenShop } from '../../../test/harness/standard.ts'
import { atTimeOf } from '../../clocks/at-time-of.ts'
import type { Ctx } from '../../platform/ctx.ts'
import { collecting } from '../../wiring.ts'
import { fillUpFunds } from './fill-up-funds.ts'

const it = product()
const april = '2027-04-01T00:00:00Z'
const usual = { threshold: '10.00', amount: '25.00', monthlyLimit: '100.00' }

/** A customer with a stored card who has 20.00 on 1 April, and spends cents. */
async function given(card: SandboxOutcome | 'none' = 'succeeds', wish: object = {}) {
  const shop = await givenShop(it)
  const { key, organizationId: merchantId, billableMetricId } = shop
  const planId = await shop.plan([await shop.usage('0.01', { paymentTerm: 'instant' })], {
    billingVersion: 0,
  })
  const { clockId, customerId, id } = await shop.subscriber({ planId, at: april, ...wish })
  const params = { id: customerId }
  let events = 0
  const one = {
    ...{ shop, key, params, customerId, id, clockId },
    passes: (by = 'PT1M') => shop.passes(clockId, by),
    until: async (currentTime: string) => {
      const body = { currentTime }
      const reply = await call(it, 'advanceTestClock', { key, params: { id: clockId }, body })
      assert.equal(reply.status, 200, JSON.stringify(reply.body))
    },
    funds: () => fundsIn(it, shop, customerId),
    charges: () => chargesAt(it, shop),
    get: async () => (await call(it, 'getAutoTopUp', { key, params })).body,
    set: (more: object = {}) =>
      call(it, 'setAutoTopUp', { key, params, body: { ...usual, currency: 'USD', ...more } }),

    /** And what follows from it at once. */
    async spends(cents: number) {
      await one.uses(cents)
      await runDueWork(it)
    },

    async uses(cents: number) {
      events += 1
      const clock = await call(it, 'getTestClock', { key, params: { id: clockId } })
      const timestamp = clock.body.currentTime
      const properties = [{ billableMetricId, quantity: cents }]
      const idempotencyKey = `${id}-${events}`
      const body = { merchantId, customerId, idempotencyKey, timestamp, properties }
      const reply = await call(it, 'createUsageEvent', { key, body })
      assert.equal(reply.status, 201, JSON.stringify(reply.body))
    },

    async stores(outcome: SandboxOutcome) {
      const { body } = await call(it, 'createCustomerPaymentMethod', { key, params })
      assert.equal((await pay(it, await tokenOf(it, body.url), outcome)).status, 200)
    },
  }
  if (card !== 'none') await one.stores(card)
  await one.passes()
  await givenFunds(it, shop, { customerId, amount: '20' })
  return one
}

const cents = (amount: number) => BigInt(amount) * 10_000_000n
const outcomes = (charges: readonly string[]) => charges.map((line) => line.split(' ')[1])

test('the default method is charged once when usage takes the funds below the threshold', async () => {
  const { set, get, spends, funds, charges } = await given()
  const { status, body } = await set()
  assert.equal(status, 200)
  assert.deepEqual(body, {
    object: 'autoTopUp',
    enabled: true,
    ...usual,
    currency: 'USD',
    chargedThisMonth: '0.00',
  })
  await spends(1_000)
  assert.equal(await funds(), cents(1_000))
  await spends(1)
  assert.equal(await funds(), cents(3_499))
  await spends(1)
  assert.equal(await funds(), cents(3_498))
  assert.deepEqual(outcomes(await charges()), ['succeeded'])
  assert.equal((await get()).chargedThisMonth, '25.00')
})

test('funds that are low when it is switched on are filled up at once, as often as it takes', async () => {
  const { set, passes, funds, charges } = await given()
  await set({ threshold: '60.00' })
  await passes()
  assert.equal(await funds(), cents(7_000))
  assert.deepEqual(outcomes(await charges()), ['succeeded', 'succeeded'])
})

test('no month is charged more than its limit; the next one goes on, and the reason is shown meanwhile', async () => {
  const { set, get, spends, passes, funds, charges } = await given()
  await set({ monthlyLimit: '50.00' })
  for (const amount of [1_500, 2_500, 2_500]) await spends(amount)
  assert.equal(await funds(), cents(500))
  const { stoppedReason, chargedThisMonth, enabled } = await get()
  assert.deepEqual(
    [stoppedReason, chargedThisMonth, enabled],
    ['monthly_limit_reached', '50.00', true],
  )
  await passes('P29D')
  assert.equal(await funds(), cents(500))
  await passes('P1D')
  assert.equal(await funds(), cents(3_000))
  assert.deepEqual((await get()).chargedThisMonth, '25.00')
  assert.equal((await get()).stoppedReason, undefined)
  assert.equal((await charges()).at(-1), '2027-05-01T00:00:00Z succeeded')
})

test('a card that is declined is tried again like that of an invoice, then it stops until another one is stored', async () => {
  const { set, get, spends, passes, funds, charges, stores } = await given('declined_later')
  await set()
  await spends(1_500)
  assert.equal((await get()).nextRetryAt?.slice(0, 10), '2027-04-02')
  await passes('P30D')
  const days = (await charges()).map((line) => line.slice(8, 10))
  assert.deepEqual(days, ['01', '02', '04', '06', '08'])
  assert.equal((await get()).stoppedReason, 'card_declined')
  await spends(1)
  assert.equal((await charges()).length, 5)

  await stores('succeeds')
  await passes()
  assert.equal(await funds(), cents(2_999))
  assert.equal((await get()).stoppedReason, undefined)
  assert.equal((await charges()).length, 6)
})

test('a card that is gone is not tried again, and one that is missing is waited for', async () => {
  for (const [card, reason, tries] of [
    ['stolen_later', 'stolen_card', 1],
    ['none', 'no_payment_method', 0],
  ] as const) {
    const { set, get, spends, passes, funds, charges, stores } = await given(card)
    await set()
    await spends(1_500)
    await passes('P20D')
    assert.equal((await get()).stoppedReason, reason)
    assert.equal((await charges()).length, tries)
    await stores('succeeds')
    await passes()
    assert.equal(await funds(), cents(3_000))
  }
})

test('funds that came from elsewhere meanwhile are not charged for', async () => {
  const { shop, customerId, set, get, spends, passes, funds, charges } =
    await given('insufficient_once')
  await set()
  await spends(1_500)
  await givenFunds(it, shop, { customerId, amount: '50' })
  await passes('P20D')
  assert.equal(await funds(), cents(5_500))
  assert.deepEqual(outcomes(await charges()), ['insufficient_funds'])
  assert.equal((await get()).nextRetryAt, undefined)
  await spends(5_000)
  assert.equal(await funds(), cents(3_000))
})

test('whoever switches it off is charged no more, and a charge on its way arrives', async () => {
  const { key, params, set, get, spends, passes, funds, charges } = await given('delayed')
  await set()
  await spends(1_500)
  assert.equal((await call(it, 'deleteAutoTopUp', { key, params })).status, 204)
  assert.equal((await get()).enabled, false)
  await passes('P1D')
  assert.equal(await funds(), cents(3_000))
  await spends(2_500)
  await passes('P40D')
  assert.equal(await funds(), cents(500))
  assert.equal((await charges()).length, 1)
})

test('while a charge is on its way there is no other, however much is used meanwhile', async () => {
  const { set, spends, passes, funds, charges } = await given('delayed')
  await set()
  await spends(1_500)
  await spends(200)
  await set({ amount: '30.00' })
  await spends(200)
  assert.equal((await charges()).length, 1)
  await passes('P1D')
  assert.equal(await funds(), cents(2_600))
  assert.equal((await charges()).length, 1)
})

test('a payment that the bank took back stops it until it is set again', async () => {
  const { set, get, spends, passes, charges } = await given('disputed')
  await set()
  await spends(1_500)
  await passes('P3D')
  assert.equal((await get()).stoppedReason, 'payment_disputed')
  await spends(1)
  await passes('P40D')
  assert.equal((await charges()).length, 1)
  assert.equal((await set()).body.stoppedReason, undefined)
  await passes()
  assert.equal((await charges()).length, 2)
})

test('what is given back is not fetched again', async () => {
  const { key, params, set, spends, passes, funds, charges } = await given()
  await set()
  await spends(1_100)
  assert.equal(await funds(), cents(3_400))
  const body = { currency: 'USD', amount: '25.00' }
  const { status } = await call(it, 'createFundsReturn', { key, params, body })
  assert.equal(status, 201)
  await passes('P1D')
  assert.equal(await funds(), cents(900))
  assert.equal((await charges()).length, 1)
})

test('a renewal that fills the funds up and low funds are not charged for the same gap', async () => {
  const prefunded = { autoCharge: true, minimumAccountBalance: '50.00' }
  const wish = { threshold: '45.00', amount: '45.00', monthlyLimit: '1000.00' }
  const { set, stores, spends, until, funds, charges } = await given('succeeds', prefunded)
  await stores('delayed')
  await set(wish)

  // Low funds were charged for just before the renewal, and the money is not there yet.
  await until('2027-04-30T23:59:59Z')
  await spends(6_000)
  await until('2027-05-01T00:00:00Z')
  assert.equal(await funds(), cents(1_000))
  await until('2027-05-31T23:59:59Z')
  assert.equal(await funds(), cents(5_500))
  assert.equal((await charges()).length, 2)

  // The renewal charges for what is missing, and the funds fall further before that has arrived.
  await spends(1_000)
  await until('2027-06-01T00:00:00Z')
  await spends(100)
  assert.equal(await funds(), cents(4_400))
  await until('2027-06-02T00:00:00Z')
  assert.equal(await funds(), cents(4_900))
  assert.equal((await charges()).length, 3)
})

test('workers who do the same work at once, or again after one of them has died, charge once', async () => {
  const { shop, customerId, set, uses, funds, charges, passes } = await given()
  await set()
  await passes()
  const outside = collecting(it.installation)
  const { sandbox } = outside.providers
  assert.ok(sandbox)
  const { organizationId } = shop
  const within = <T>(work: (ctx: Ctx) => Promise<T>) =>
    asSystem(it, shop, async (ctx) => work(await atTimeOf(ctx, customerId)))
  const fill = (createPayment = sandbox.createPayment) =>
    fillUpFunds(
      { organizationId, within },
      { ...outside, providers: { sandbox: { ...sandbox, createPayment } } },
      customerId,
    )
  const dying: typeof sandbox.createPayment = async (order) => {
    await sandbox.createPayment(order)
    throw new Error('killed')
  }
  await uses(1_500)
  await Promise.allSettled([fill(dying), fill(dying), fill(dying)])
  await fill()
  await fill()
  assert.equal(await funds(), cents(3_000))
  await passes('P1D')
  assert.equal(await funds(), cents(3_000))
  assert.deepEqual(outcomes(await charges()), ['succeeded'])
})

test('amounts that make no sense are refused, each by its field', async () => {
  const { set } = await given('none')
  for (const [field, value] of [
    ['threshold', '0'],
    ['threshold', '5000.01'],
    ['amount', '0.99'],
    ['amount', '25.001'],
    ['monthlyLimit', '24.99'],
    ['monthlyLimit', '1000000.01'],
    ['currency', 'XXX'],
  ]) {
    const { status, body } = await set({ [field ?? '']: value })
    assert.deepEqual([status, body.errors[0].field], [400, field])
  }
})

test('in a storm of usage, under several workers, each gap is charged for once', async () => {
  const { shop, customerId, clockId, set, funds, charges } = await given()
  await set({ monthlyLimit: '1000.00' })
  await runDueWork(it)
  const { key, organizationId: merchantId, billableMetricId } = shop
  const clock = await call(it, 'getTestClock', { key, params: { id: clockId } })
  const spend = async (at: number) => {
    const properties = [{ billableMetricId, quantity: 150 }]
    const event = { merchantId, customerId, timestamp: clock.body.currentTime, properties }
    const body = { ...event, idempotencyKey: `storm-${customerId}-${at}` }
    const { status } = await call(it, 'createUsageEvent', { key, body })
    return status === 201 ? 150 : 0
  }
  let spent = 0
  for (let round = 0; round < 5; round += 1) {
    const uses = Array.from({ length: 8 }, (_, at) => spend(round * 8 + at))
    const work = [runDueWork(it), runDueWork(it), runDueWork(it)]
    for (const cents of await Promise.all(uses)) spent += cents
    await Promise.allSettled(work)
  }
  await runDueWork(it)
  const count = (await charges()).length
  const left = await funds()
  assert.equal(left, cents(2_000 + 2_500 * count - spent))
  // Filled up whenever it is below 10.00, by 25.00: one charge more or less would not fit in here.
  assert.ok(left >= cents(1_000) && left < cents(3_500), `${left} after ${count} charges`)
  assert.ok(count >= 1)
})
