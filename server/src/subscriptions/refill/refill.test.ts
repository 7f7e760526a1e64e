import assert from 'node:assert/strict'
import { test } from 'node:test'
import type { SandboxOutcome } from '@tallystick/contract/sandbox-cards.ts'
import { asSystem } from '../../../test/harness/acting.ts'
import { fundsIn, givenFunds } from '../../../test/harness/books.ts'
import { pay } from '../../../test/harness/checkout.ts'
import { tokenOf } from '../../../test/harness/links.ts'
import { chargesAt } from '../../../test/harness/owing.ts'
import { call, product } from '../../../test/harness/product.ts'
import { givenShop } from '../../../test/harness/standard.ts'
import { atTimeOf } from '../../clocks/at-time-of.ts'
import { sandboxAccount } from '../../payments/providers/accounts.ts'
import { providerOf } from '../../payments/providers/provider.ts'
import type { Ctx } from '../../platform/ctx.ts'
import { collecting } from '../../wiring.ts'
import { refillFunds } from './refill-funds.ts'

const it = product()
const april = '2027-04-01T00:00:00Z'

/** A customer who paid 50.00 ahead on 1 April, and whose funds are to be 50.00 at each renewal. */
async function givenPrefunding(wish: object = {}) {
  const shop = await givenShop(it)
  const { key, organizationId: merchantId, billableMetricId } = shop
  const planId = await shop.plan([await shop.usage('0.01', { paymentTerm: 'instant' })], {
    billingVersion: 0,
  })
  const { clockId, customerId, id } = await shop.subscriber({
    ...{ planId, at: april, autoCharge: true, minimumAccountBalance: '50.00' },
    ...wish,
  })
  let events = 0
  return {
    ...{ shop, customerId, id },
    passes: (by: string) => shop.passes(clockId, by),
    funds: () => fundsIn(it, shop, customerId),
    charges: () => chargesAt(it, shop),

    async spends(tokens: number) {
      events += 1
      const { currentTime: timestamp } = (
        await call(it, 'getTestClock', { key, params: { id: clockId } })
      ).body
      const properties = [{ billableMetricId, quantity: tokens }]
      const idempotencyKey = `${id}-${events}`
      const body = { merchantId, customerId, idempotencyKey, timestamp, properties }
      const reply = await call(it, 'createUsageEvent', { key, body })
      assert.equal(reply.status, 201, JSON.stringify(reply.body))
    },

    async stores(outcome: SandboxOutcome) {
      const params = { id: customerId }
      const { body } = await call(it, 'createCustomerPaymentMethod', { key, params })
      assert.equal((await pay(it, await tokenOf(it, body.url), outcome)).status, 200)
    },
  }
}

const nanos = (units: number) => BigInt(units) * 1_000_000_000n
const paid = `${april} succeeded`
const may = (outcome: string, ...days: string[]) =>
  days.map((day) => `2027-05-${day}T00:00:00Z ${outcome}`)

test('at each renewal what is missing of the funds is charged, at least 1.00, and nothing where they suffice', async () => {
  const { spends, passes, funds, charges } = await givenPrefunding()
  await spends(3_000)
  await passes('P1M')
  assert.equal(await funds(), nanos(50))
  await spends(50)
  await passes('P1M')
  assert.equal(await funds(), 50_500_000_000n)
  await passes('P1M')
  assert.deepEqual(await charges(), [
    paid,
    ...may('succeeded', '01'),
    '2027-06-01T00:00:00Z succeeded',
  ])
})

test('a card that is declined is tried again like that of an invoice, and anew at the next renewal', async () => {
  const { spends, passes, funds, charges, stores } = await givenPrefunding()
  await stores('declined_later')
  await spends(3_000)
  await passes('P1M20D')
  assert.equal(await funds(), nanos(20))
  const tried = may('card_declined', '01', '02', '04', '06', '08')
  assert.deepEqual(await charges(), [paid, ...tried])
  await stores('succeeds')
  await passes('P11D')
  assert.equal(await funds(), nanos(50))
  assert.deepEqual(await charges(), [paid, ...tried, '2027-06-01T00:00:00Z succeeded'])
})

test('a card that has no money today fills the funds up tomorrow, once', async () => {
  const { spends, passes, funds, charges, stores } = await givenPrefunding()
  await stores('insufficient_once')
  await spends(3_000)
  await passes('P1M10D')
  assert.equal(await funds(), nanos(50))
  assert.deepEqual(await charges(), [
    paid,
    ...may('insufficient_funds', '01'),
    ...may('succeeded', '02'),
  ])
})

test('each try is for what is missing then', async () => {
  const { shop, customerId, spends, passes, funds, charges, stores } = await givenPrefunding()
  await stores('insufficient_once')
  await spends(3_000)
  await passes('P1M')
  await givenFunds(it, shop, { customerId, amount: '10' })
  await passes('P1D')
  assert.equal(await funds(), nanos(50))
  const key = shop.key
  const { body } = await call(it, 'listPaymentSessions', { key, query: { customerId } })
  const topups = (body.data as { entityType: string; amount: string; status: string }[])
    .filter(({ entityType }) => entityType === 'topup')
    .map(({ amount, status }) => `${amount} ${status}`)
  assert.deepEqual(topups.sort(), ['20.00 completed', '30.00 cancelled'])

  await stores('insufficient_once')
  await spends(3_000)
  await passes('P30D')
  await givenFunds(it, shop, { customerId, amount: '30' })
  await passes('P10D')
  assert.equal(await funds(), nanos(50))
  assert.equal((await charges()).length, 4)
})

test('workers who do the same work at once, or again after one of them has died, charge once', async () => {
  const { shop, customerId, id, spends, funds, charges } = await givenPrefunding()
  await spends(3_000)
  const outside = collecting(it.installation)
  const sandbox = providerOf(outside.providers, sandboxAccount)
  const { organizationId } = shop
  const within = <T>(work: (ctx: Ctx) => Promise<T>) =>
    asSystem(it, shop, async (ctx) => work(await atTimeOf(ctx, customerId)))
  const refill = (createPayment = sandbox.createPayment) =>
    refillFunds(
      { organizationId, within },
      { ...outside, providers: { sandbox: { ...sandbox, createPayment } } },
      id,
    )
  const dying: typeof sandbox.createPayment = async (order) => {
    await sandbox.createPayment(order)
    throw new Error('killed')
  }
  await Promise.allSettled([refill(dying), refill(dying), refill(dying)])
  await refill()
  await refill()
  assert.equal(await funds(), nanos(50))
  assert.deepEqual(await charges(), [paid, paid])
})

test('nobody is charged who pays by hand, whose target is switched off, or whose subscription has ended', async () => {
  const byHand = await givenPrefunding({ autoCharge: false })
  const off = await givenPrefunding()
  await off.shop.post('updateSubscription', off.id, { minimumAccountBalance: '0' })
  const ended = await givenPrefunding()
  await ended.stores('declined_later')
  for (const one of [byHand, off, ended]) await one.spends(3_000)
  await ended.passes('P1M')
  await ended.shop.post('terminateSubscription', ended.id, { reason: 'Moved away' })
  for (const { passes, funds } of [byHand, off, ended]) {
    await passes('P2M')
    assert.equal(await funds(), nanos(20))
  }
  assert.deepEqual(await byHand.charges(), [paid])
  assert.deepEqual(await off.charges(), [paid])
  assert.deepEqual(await ended.charges(), [paid, ...may('card_declined', '01')])
})
