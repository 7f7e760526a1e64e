import assert from 'node:assert/strict'
import { test } from 'node:test'
import type { SandboxOutcome } from '@tallystick/contract/sandbox-cards.ts'
import { balancesOf } from '../harness/books.ts'
import { pay } from '../harness/checkout.ts'
import { tokenOf } from '../harness/links.ts'
import { call, product } from '../harness/product.ts'
import { givenShop } from '../harness/standard.ts'

const it = product()

/** A merchant who ends what is not paid for, and two customers of a plan of 49.00, charged by themselves. */
async function givenSubscribers() {
  const shop = await givenShop(it)
  const { key, organizationId } = shop
  const settings = { key, params: { id: organizationId }, body: { afterDunning: 'terminate' } }
  assert.equal((await call(it, 'updateBillingSettings', settings)).status, 200)
  const planId = await shop.plan([await shop.fee('49.00')])
  const at = '2026-12-01T00:00:00Z'
  const stores = async (customerId: string, outcome: SandboxOutcome) => {
    const params = { id: customerId }
    const { body } = await call(it, 'createCustomerPaymentMethod', { key, params })
    assert.equal((await pay(it, await tokenOf(it, body.url), outcome)).body.status, 'completed')
  }
  const subscriber = async () => {
    const subscribed = await shop.subscriber({ planId, at, autoCharge: true })
    await stores(subscribed.customerId, 'declined_later')
    return subscribed
  }
  return { shop, stores, careful: await subscriber(), careless: await subscriber() }
}

test('a declined card later succeeds for who mends it; for who does not, the subscription ends and the debt is given up', async () => {
  const { shop, stores, careful, careless } = await givenSubscribers()
  const { key } = shop
  for (const { clockId } of [careful, careless]) {
    await shop.passes(clockId, 'P1M')
    await shop.passes(clockId, 'P5D')
  }
  const waiting = [
    '0 2026-12-01 PAID 49.00',
    '1 2026-12-01 ISSUED 49.00',
    '2 2027-01-01 ACTIVE 49.00',
  ]
  assert.deepEqual(await shop.bills(careful.id), waiting)
  assert.deepEqual(await shop.bills(careless.id), waiting)

  await stores(careful.customerId, 'succeeds')
  for (const { clockId } of [careful, careless]) await shop.passes(clockId, 'P4D')
  const [, mended] = await shop.invoices(careful.id)
  assert.deepEqual(
    [mended.status, mended.paidAt, mended.failureReason],
    ['PAID', '2027-01-07T00:00:00Z', undefined],
  )
  await shop.passes(careful.clockId, 'P1M')
  assert.deepEqual(await shop.bills(careful.id), [
    '0 2026-12-01 PAID 49.00',
    '1 2026-12-01 PAID 49.00',
    '2 2027-01-01 PAID 49.00',
    '3 2027-02-01 ACTIVE 49.00',
  ])

  const ended = await shop.subscription(careless.id)
  assert.deepEqual(
    [ended.status, ended.terminationReason, ended.terminatedAt],
    ['terminated', 'payment_failed', '2027-01-09T00:00:00Z'],
  )
  const [, failed] = await shop.invoices(careless.id)
  assert.deepEqual([failed.status, failed.failureReason], ['PAYMENT_FAILED', 'card_declined'])
  assert.deepEqual(await balancesOf(it, shop), {
    merchant_balance: '196',
    merchant_pending: '49',
    provider_clearing: '-196',
    receivable: '-49',
  })
  const given = await call(it, 'writeOffInvoice', { key, params: { id: failed.id } })
  assert.equal(given.body.status, 'WRITTEN_OFF')
  await shop.passes(careless.clockId, 'P1M')
  assert.deepEqual(await shop.bills(careless.id), [
    '0 2026-12-01 PAID 49.00',
    '1 2026-12-01 WRITTEN_OFF 49.00',
    '2 2027-01-01 CANCELLED 0.00',
  ])
  assert.deepEqual(await balancesOf(it, shop), {
    merchant_balance: '196',
    provider_clearing: '-196',
  })
})
