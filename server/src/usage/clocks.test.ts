import assert from 'node:assert/strict'
import { test } from 'node:test'
import { asSystem } from '../../test/harness/acting.ts'
import { payAt } from '../../test/harness/checkout.ts'
import { advance, givenClock } from '../../test/harness/clocks.ts'
import { call, product } from '../../test/harness/product.ts'
import { givenSeller, type Seller, subscribe } from '../../test/harness/subscribed.ts'

const it = product()
const begin = '2029-01-01T00:00:00Z'
let keys = 0

/** A customer with funds; under a test clock of its own, if told so. */
async function givenBuyer(seller: Seller, testClockId?: string) {
  const wish = testClockId ? { testClockId, startedAt: begin } : {}
  const { body } = await subscribe(it, seller, { ...wish, prefundAmount: '20' })
  assert.equal((await payAt(it, body.payment.checkoutUrl)).status, 200)
  return { customerId: body.customerId as string, subscriptionId: body.id as string }
}

function eventOf(seller: Seller, customerId: string, timestamp: string) {
  keys += 1
  const properties = [{ billableMetricId: seller.billableMetricId, quantity: 1 }]
  const merchantId = seller.organizationId
  return { customerId, merchantId, idempotencyKey: `key ${keys}`, timestamp, properties }
}

const reportAll = ({ key }: Seller, events: readonly unknown[]) =>
  call(it, 'batchCreateUsageEvents', { key, body: { events } })

test('usage of a customer with a test clock happens, and is booked, at the time of that clock', async () => {
  const seller = await givenSeller(it)
  const id = await givenClock(it, seller, begin)
  const { customerId } = await givenBuyer(seller, id)
  await advance(it, seller, { id, by: 'P10D' })

  const { body } = await reportAll(seller, [
    eventOf(seller, customerId, '2029-01-05T00:00:00Z'),
    eventOf(seller, customerId, '2029-01-12T00:00:00Z'),
    eventOf(seller, customerId, '2029-01-12T00:00:00.001Z'),
  ])

  assert.deepEqual(body.summary, { total: 3, successful: 2, failed: 1 })
  assert.equal(body.failed[0].index, 2)
  assert.equal(body.successful[0].createdAt, '2029-01-11T00:00:00Z')
  const moments = await bookedAt(seller, 'fact', 'usage.charged')
  assert.deepEqual(moments, ['2029-01-11T00:00:00Z'])
})

test('one batch for customers at different times charges each at its own, a repeated key once', async () => {
  const seller = await givenSeller(it)
  const clocked = await givenBuyer(seller, await givenClock(it, seller, begin))
  const other = await givenBuyer(seller, await givenClock(it, seller, begin))
  const real = await givenBuyer(seller)
  const now = it.clock.now.toString()
  const first = eventOf(seller, clocked.customerId, begin)
  const again = { ...eventOf(seller, real.customerId, now), idempotencyKey: first.idempotencyKey }

  const { status, body } = await reportAll(seller, [
    eventOf(seller, real.customerId, now),
    first,
    eventOf(seller, other.customerId, begin),
    again,
    eventOf(seller, real.customerId, begin),
  ])

  assert.equal(status, 207)
  assert.deepEqual(
    body.successful.map((event: { customerId: string; createdAt: string }) => [
      event.customerId,
      event.createdAt,
    ]),
    [
      [real.customerId, now],
      [clocked.customerId, begin],
      [other.customerId, begin],
      [clocked.customerId, begin],
    ],
  )
  assert.equal(body.failed[0].index, 4)
})

test('usage is given back at the time of the clock, too', async () => {
  const seller = await givenSeller(it)
  const id = await givenClock(it, seller, begin)
  const { customerId } = await givenBuyer(seller, id)
  const { body } = await reportAll(seller, [eventOf(seller, customerId, begin)])
  await advance(it, seller, { id, by: 'P1D' })

  const params = { id: body.successful[0].id }
  await call(it, 'refundUsageEvent', { key: seller.key, params, body: { refunded: true } })

  assert.deepEqual(await bookedAt(seller, 'subject', params.id), ['2029-01-02T00:00:00Z'])
})

function bookedAt(seller: Seller, by: 'fact' | 'subject', name: string): Promise<string[]> {
  return asSystem(it, seller, async ({ db, organizationId }) => {
    const entries = await db
      .selectFrom('tally.entries')
      .select('booked_at')
      .where('book_id', '=', organizationId)
      .where(by, '=', name)
      .execute()
    return entries.map(({ booked_at }) => booked_at.toString())
  })
}
