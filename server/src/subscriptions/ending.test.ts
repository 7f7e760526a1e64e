import assert from 'node:assert/strict'
import { test } from 'node:test'
import { asSystem } from '../../test/harness/acting.ts'
import { balancesOf } from '../../test/harness/books.ts'
import { givenPlan } from '../../test/harness/catalog.ts'
import { payAt } from '../../test/harness/checkout.ts'
import { pass } from '../../test/harness/due.ts'
import { call, product } from '../../test/harness/product.ts'
import {
  firstInvoice,
  givenFeePlan,
  givenSeller,
  type Seller,
  subscribe,
} from '../../test/harness/subscribed.ts'
import { untilWaiting } from '../../test/harness/waiting.ts'
import { endWhenDue } from './end-when-due.ts'
import { expire } from './expire.ts'
import { lockSubscription } from './store.ts'

const it = product()

const get = async ({ key }: Seller, id: string) =>
  (await call(it, 'getSubscription', { key, params: { id } })).body
const terminate = ({ key }: Seller, id: string, reason = 'Moved away') =>
  call(it, 'terminateSubscription', { key, params: { id }, body: { reason } })
const update = ({ key }: Seller, id: string, body: object) =>
  call(it, 'updateSubscription', { key, params: { id }, body })
test('a payment that nobody makes in time ends the subscription and takes its invoice back', async () => {
  const seller = await givenSeller(it)
  const planId = await givenFeePlan(it, seller)
  const { body } = await subscribe(it, seller, { planId, prefundAmount: '20' })

  await pass(it, { minutes: 241 })
  // Twice is once.
  await asSystem(it, seller, (ctx) => expire(ctx, body.id))

  const after = await get(seller, body.id)
  assert.equal(after.status, 'terminated')
  assert.equal(after.terminationReason, 'payment_session_expired')
  assert.equal(after.payment, undefined)
  assert.equal((await firstInvoice(it, seller, body.id))?.status, 'CANCELLED')
  assert.deepEqual(await balancesOf(it, seller), {})
  const again = await subscribe(it, seller, { customerId: body.customerId, planId })
  assert.equal(again.status, 201)
})

test('ending a subscription that waits for payment closes its checkout', async () => {
  const seller = await givenSeller(it)
  const planId = await givenFeePlan(it, seller)
  const { body } = await subscribe(it, seller, { planId })

  const ended = await terminate(seller, body.id)

  assert.equal(ended.status, 200)
  assert.equal(ended.body.status, 'terminated')
  assert.equal(ended.body.terminationReason, 'Moved away')
  assert.equal(ended.body.terminatedBy, seller.organizationId)
  assert.equal(ended.body.terminatedAt, it.clock.now.toString())
  assert.equal((await payAt(it, body.payment.checkoutUrl)).status, 409)
  assert.deepEqual(await balancesOf(it, seller), {})
})

test('when payment and end meet, the money is the customer’s or on its way back', async () => {
  const seller = await givenSeller(it)
  for (let round = 0; round < 4; round += 1) {
    const { body } = await subscribe(it, seller, { prefundAmount: '20' })
    const before = (await balancesOf(it, seller))['funds'] ?? '0'
    const [, ended] = await Promise.all([
      payAt(it, body.payment.checkoutUrl),
      terminate(seller, body.id),
    ])
    assert.equal(ended.status, 200, JSON.stringify(ended.body))
    await pass(it, { minutes: 2 })

    const { status } = await get(seller, body.id)
    assert.equal(status, 'terminated')
    const { funds = '0', unapplied_payments: stuck = '0' } = await balancesOf(it, seller)
    assert.ok(['0', '20'].includes(String(Number(funds) - Number(before))))
    assert.equal(stuck, '0')
  }
})

test('the end is final, and the money stays the customer’s', async () => {
  const seller = await givenSeller(it)
  const { body } = await subscribe(it, seller, { prefundAmount: '20' })
  await payAt(it, body.payment.checkoutUrl)
  assert.equal((await terminate(seller, body.id)).status, 200)

  for (const reply of [
    await terminate(seller, body.id),
    await update(seller, body.id, { status: 'active' }),
    await update(seller, body.id, { autoCharge: true }),
  ]) {
    assert.equal(reply.status, 409)
    assert.equal(reply.body.code, 'SUBSCRIPTION_TERMINATED')
  }
  assert.equal((await balancesOf(it, seller))['funds'], '20')
})

test('an end named in advance comes when its time has come', async () => {
  const seller = await givenSeller(it)
  const endingAt = it.clock.now.add({ hours: 48 }).toString()
  const { body } = await subscribe(it, seller, { endingAt })
  assert.equal(body.endingAt, endingAt)

  await pass(it, { hours: 47 })
  assert.equal((await get(seller, body.id)).status, 'active')

  await pass(it, { hours: 2 })
  await asSystem(it, seller, (ctx) => endWhenDue(ctx, body.id))
  const after = await get(seller, body.id)
  assert.equal(after.status, 'terminated')
  assert.equal(after.terminatedAt, endingAt)
})

test('of a subscription that ends before it began, the fees go back the way they came, and the balance stays', async () => {
  const seller = await givenSeller(it)
  const planId = await givenFeePlan(it, seller, { defaultTaxRate: 10 })
  const startedAt = it.clock.now.add({ hours: 24 * 30 }).toString()
  const { body } = await subscribe(it, seller, { planId, startedAt, prefundAmount: '20' })
  await payAt(it, body.payment.checkoutUrl)
  assert.equal((await get(seller, body.id)).status, 'active')

  assert.equal((await terminate(seller, body.id)).status, 200)

  assert.deepEqual(await balancesOf(it, seller), {
    funds: '20',
    provider_clearing: '-128.9',
    refunds_in_transit: '108.9',
  })
  assert.equal((await firstInvoice(it, seller, body.id))?.status, 'PAID')
  await pass(it, { hours: 1 })
  assert.deepEqual(await balancesOf(it, seller), { funds: '20', provider_clearing: '-20' })

  const { key } = seller
  const params = { id: body.customerId }
  const back = await call(it, 'createFundsReturn', { key, params, body: { currency: 'USD' } })
  assert.equal(back.body.amount, '20.00')
})

test('an end that is put off while it comes does not come', async () => {
  const seller = await givenSeller(it)
  const endingAt = it.clock.now.add({ hours: 1 })
  const { body } = await subscribe(it, seller, { endingAt: endingAt.toString() })
  it.clock.now = endingAt
  const later = endingAt.add({ hours: 24 })
  let end: Promise<unknown> = Promise.resolve()
  await asSystem(it, seller, async (ctx) => {
    await lockSubscription(ctx, body.id)
    end = asSystem(it, seller, (other) => endWhenDue(other, body.id)).catch(({ code }) => code)
    await untilWaiting(it)
    await ctx.db
      .updateTable('tally.subscriptions')
      .set({ ending_at: later })
      .where('merchant_id', '=', ctx.organizationId)
      .where('subscription_id', '=', body.id)
      .execute()
  })
  assert.equal(await end, 'CONFLICT')
  assert.equal((await get(seller, body.id)).status, 'active')
})

test('settings change, and what is left out stays', async () => {
  const seller = await givenSeller(it)
  const { body } = await subscribe(it, seller, { metadata: { tier: 'gold', seats: 3, beta: true } })
  const changed = await update(seller, body.id, {
    autoCharge: true,
    taxExempt: true,
    renewalReminderEnabled: false,
    renewalReminderDays: 5,
    minimumAccountBalance: '25.00',
  })
  assert.deepEqual(changed.body, {
    ...body,
    autoCharge: true,
    taxExempt: true,
    renewalReminderEnabled: false,
    renewalReminderDays: 5,
    prefundAmount: '25000000000',
    minimumAccountBalance: '25000000000',
    updatedAt: changed.body.updatedAt,
  })
  const off = await update(seller, body.id, {
    minimumAccountBalance: '0',
    renewalReminderDays: null,
  })
  assert.equal(off.body.minimumAccountBalance, undefined)
  assert.equal(off.body.renewalReminderDays, null)
})

test('a target for funds that the plan never draws is accepted and ignored, now as at the start', async () => {
  const seller = await givenSeller(it)
  const { productId } = seller
  const { planId } = await givenPlan(it, seller, { productId, prices: [] })
  const { body } = await subscribe(it, seller, { planId, prefundAmount: '20' })
  const later = await update(seller, body.id, { minimumAccountBalance: '30' })
  assert.equal(later.status, 200)
  assert.deepEqual([body.prefundAmount, later.body.minimumAccountBalance], [undefined, undefined])
})

test('an end may reach back into the running period, but not before it nor before the start', async () => {
  const seller = await givenSeller(it)
  const startedAt = it.clock.now.subtract({ hours: 24 * 40 }).toString()
  const { body } = await subscribe(it, seller, { startedAt })
  const endAt = (hours: number) =>
    update(seller, body.id, {
      status: 'terminated',
      terminatedAt: it.clock.now.add({ hours }).toString(),
      terminatedBy: body.customerId,
    })

  for (const hours of [-24 * 35, -24 * 41]) {
    const refused = await endAt(hours)
    assert.equal(refused.status, 400)
    assert.equal(refused.body.errors[0].field, 'terminatedAt')
  }
  const ended = await endAt(24)
  assert.equal(ended.status, 200)
  assert.equal(ended.body.terminatedAt, it.clock.now.toString())
  assert.equal(ended.body.terminatedBy, body.customerId)
})

test('bad changes are refused, each field by its name', async () => {
  const seller = await givenSeller(it)
  const { body } = await subscribe(it, seller)
  const { status, body: refused } = await update(seller, body.id, {
    endingAt: it.clock.now.subtract({ hours: 1 }).toString(),
    terminationReason: 'none',
    minimumAccountBalance: '5000.01',
  })
  assert.equal(status, 400)
  assert.deepEqual(refused.errors.map(({ field }: { field: string }) => field).sort(), [
    'endingAt',
    'minimumAccountBalance',
    'terminationReason',
  ])
  const waiting = await subscribe(it, seller, { prefundAmount: '20' })
  assert.equal((await update(seller, waiting.body.id, { status: 'active' })).status, 400)
})
