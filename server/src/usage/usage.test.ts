import assert from 'node:assert/strict'
import { test } from 'node:test'
import { fundsIn } from '../../test/harness/books.ts'
import {
  type Customer,
  givenMetered,
  givenPlatformFee,
  givenSubscriber,
  type Metered,
  standard,
} from '../../test/harness/metered.ts'
import { call, givenMerchant, product } from '../../test/harness/product.ts'

const it = product()
const at = '2026-11-21T09:00:00Z'
let keys = 0

type EventOptions = {
  readonly key?: string
  readonly timestamp?: string
  readonly quantities?: readonly number[]
  readonly price?: string
  readonly metadata?: Readonly<Record<string, string>>
}

/** One event of the customer, a quantity for each metric of the plan. */
function eventOf(merchant: Metered, { customerId }: Customer, options: EventOptions = {}) {
  keys += 1
  const { key = `key ${keys}`, timestamp = at, quantities = [1], price, metadata } = options
  return {
    customerId,
    merchantId: merchant.organizationId,
    idempotencyKey: key,
    timestamp,
    properties: quantities.map((quantity, position) => ({
      billableMetricId: merchant.metricIds[position] ?? '',
      quantity,
      ...(price && { price }),
    })),
    ...(metadata && { metadata }),
  }
}

const report = ({ key }: Metered, body: unknown, headers = {}) =>
  call(it, 'createUsageEvent', { key, body, headers })
const reportBatch = ({ key }: Metered, events: readonly unknown[], headers = {}) =>
  call(it, 'batchCreateUsageEvents', { key, body: { events }, headers })

test('usage is priced and charged the moment it is reported', async () => {
  const merchant = await givenMetered(it, { prices: [standard('0.0000025'), standard('0.00001')] })
  await givenPlatformFee(it, merchant, { percent: '2' })
  const customer = await givenSubscriber(it, merchant, { funds: '150.00' })

  const metadata = { trace: 'abc' }
  const event = eventOf(merchant, customer, { quantities: [1155, 117], metadata })
  const reply = await report(merchant, event)

  assert.equal(reply.status, 201)
  const { id, billing, createdAt, consumerId, ...rest } = reply.body
  assert.match(id, /^usg_[0-9a-f]{32}$/)
  assert.deepEqual(billing, {
    billingEventId: id.replace('usg_', 'bev_'),
    currency: 'USD',
    price: 4_057_500,
    totalAmount: 4_057_500,
    totalTax: 0,
  })
  assert.equal(createdAt, '2026-11-21T10:00:00Z')
  assert.ok(consumerId)
  assert.deepEqual(rest, {
    object: 'usageEvent',
    ...event,
    subscriptionId: customer.subscriptionId,
  })
  assert.equal(await fundsIn(it, merchant, customer.customerId), 149_995_942_500n)
  const read = await call(it, 'getUsageEvent', { key: merchant.key, params: { id } })
  assert.deepEqual(read.body, reply.body)
})

test('a key that is used again shows the first event, whatever it brings, and charges nothing', async () => {
  const merchant = await givenMetered(it, { prices: [standard('1')] })
  const customer = await givenSubscriber(it, merchant, { funds: '10.00' })
  const first = await report(merchant, eventOf(merchant, customer, { key: 'k' }))
  const again = await report(merchant, eventOf(merchant, customer, { key: 'k', quantities: [5] }))
  assert.equal(again.status, 201)
  assert.deepEqual(again.body, first.body)
  assert.equal(await fundsIn(it, merchant, customer.customerId), 9_000_000_000n)
})

test('a charge that the funds do not cover is refused and moves nothing', async () => {
  const merchant = await givenMetered(it, { prices: [standard('1')] })
  const customer = await givenSubscriber(it, merchant, { funds: '2.00' })
  const refused = await report(merchant, eventOf(merchant, customer, { quantities: [3] }))
  assert.equal(refused.status, 400)
  assert.equal(refused.body.code, 'INSUFFICIENT_FUNDS')
  assert.equal(await fundsIn(it, merchant, customer.customerId), 2_000_000_000n)
  const exact = await report(merchant, eventOf(merchant, customer, { quantities: [2] }))
  assert.equal(exact.status, 201)
  assert.equal(await fundsIn(it, merchant, customer.customerId), 0n)
})

test('in a batch what does not fit fails alone, and later smaller events may pass', async () => {
  const merchant = await givenMetered(it, { prices: [standard('1')] })
  const customer = await givenSubscriber(it, merchant, { funds: '5.00' })
  const twin = eventOf(merchant, customer, { key: 'twin', quantities: [1] })
  const stranger = { ...eventOf(merchant, customer), customerId: 'cus_unknown' }
  const late = eventOf(merchant, customer, { timestamp: '2026-11-23T00:00:00Z' })
  const foreign = { ...eventOf(merchant, customer), merchantId: 'org_0' }
  const events = [
    eventOf(merchant, customer, { quantities: [3] }),
    eventOf(merchant, customer, { quantities: [3] }),
    twin,
    { ...twin, properties: [] },
    twin,
    stranger,
    late,
    foreign,
    eventOf(merchant, customer, { quantities: [1] }),
  ].filter((event) => event.properties.length > 0)

  const { status, body } = await reportBatch(merchant, events)

  assert.equal(status, 207)
  assert.deepEqual(body.summary, { total: 8, successful: 4, failed: 4 })
  assert.deepEqual(body.successful[1], body.successful[2])
  assert.deepEqual(
    body.failed.map(({ index, code, idempotencyKey }: Record<string, unknown>) => [
      index,
      code,
      idempotencyKey,
    ]),
    [
      [1, 'INSUFFICIENT_FUNDS', events[1]?.idempotencyKey],
      [4, 'NO_ACTIVE_SUBSCRIPTION', stranger.idempotencyKey],
      [5, 'VALIDATION_ERROR', late.idempotencyKey],
      [6, 'NOT_FOUND', foreign.idempotencyKey],
    ],
  )
  assert.match(body.failed[2].error, /^timestamp must lie/)
  assert.equal(await fundsIn(it, merchant, customer.customerId), 0n)
})

test('a batch in which nothing fits is a 207, too; one in which all fits is a 201', async () => {
  const merchant = await givenMetered(it, { prices: [standard('1')] })
  const customer = await givenSubscriber(it, merchant, { funds: '1.00' })
  const none = await reportBatch(merchant, [eventOf(merchant, customer, { quantities: [2] })])
  assert.deepEqual([none.status, none.body.summary.successful], [207, 0])
  const all = await reportBatch(merchant, [eventOf(merchant, customer)])
  assert.deepEqual([all.status, all.body.failed], [201, []])
})

test('a volume price depends on what the period has consumed, however it was reported', async () => {
  const rising = {
    model: 'volume' as const,
    properties: {
      default: '1',
      parameters: { function: 'linear', gradient: '0.1', min: '0', max: '2' },
    },
  }
  const merchant = await givenMetered(it, { prices: [rising] })
  const customer = await givenSubscriber(it, merchant, { funds: '100.00' })
  const startedAt = Temporal.Instant.from('2026-08-01T00:00:00Z')
  const early = await givenSubscriber(it, merchant, { funds: '100.00', startedAt })
  const batch = await reportBatch(merchant, [
    eventOf(merchant, customer, { quantities: [2] }),
    eventOf(merchant, customer, { quantities: [3] }),
  ])
  const priceOf = ({ billing }: { billing: { price: number } }) => billing.price / 1e9
  assert.deepEqual(batch.body.successful.map(priceOf), [2.1, 3.9])
  const next = await report(merchant, eventOf(merchant, customer))
  assert.equal(priceOf(next.body), 1.5)
  const other = await report(merchant, eventOf(merchant, early))
  const before = eventOf(merchant, early, { timestamp: '2026-09-15T00:00:00Z' })
  assert.equal(priceOf(other.body), 1)
  assert.equal(priceOf((await report(merchant, before)).body), 1)
})

test('dynamic prices come with the event and are shown with it', async () => {
  const properties = { minPrice: '0.10', maxPrice: '2' }
  const merchant = await givenMetered(it, { prices: [{ model: 'dynamic', properties }] })
  const customer = await givenSubscriber(it, merchant, { funds: '100.00' })
  const paid = await report(
    merchant,
    eventOf(merchant, customer, { quantities: [4], price: '1.5' }),
  )
  assert.equal(paid.body.billing.price, 6_000_000_000)
  assert.equal(paid.body.properties[0].price, '1.5')
  const missing = await report(merchant, eventOf(merchant, customer))
  const outside = await report(merchant, eventOf(merchant, customer, { price: '2.01' }))
  for (const { status, body } of [missing, outside]) {
    assert.deepEqual([status, body.errors[0].field], [400, 'properties.0.price'])
  }
})

test('tax follows the customer’s rates before the plan’s, and none is taken from the exempt', async () => {
  const prices = [standard('1')]
  const merchant = await givenMetered(it, { prices, taxRate: '20' })
  const [metricId = ''] = merchant.metricIds
  const taxOf = async (options: Parameters<typeof givenSubscriber>[2]) => {
    const customer = await givenSubscriber(it, merchant, { funds: '10.00', ...options })
    return (await report(merchant, eventOf(merchant, customer))).body.billing.totalTax
  }
  assert.equal(await taxOf({}), 200_000_000)
  assert.equal(await taxOf({ taxRates: { default: '10' } }), 100_000_000)
  assert.equal(await taxOf({ taxRates: { default: '10', [metricId]: '5' } }), 50_000_000)
  assert.equal(await taxOf({ taxExempt: true }), 0)

  const within = await givenMetered(it, { prices, taxRate: '25', taxBehavior: 'inclusive' })
  const customer = await givenSubscriber(it, within, { funds: '1.00' })
  const { billing } = (await report(within, eventOf(within, customer))).body
  const { price, totalTax, totalAmount } = billing
  assert.deepEqual([price, totalTax, totalAmount], [800_000_000, 200_000_000, 1_000_000_000])
})

test('usage needs an active subscription with an instant price for each metric', async () => {
  const none = await givenMerchant(it)
  const arrears = { ...standard('1'), paymentTerm: 'in_arrears' as const }
  const merchant = await givenMetered(it, { prices: [standard('1'), arrears] })
  const customer = await givenSubscriber(it, merchant, { funds: '1.00' })
  const missing = await report(merchant, eventOf(merchant, customer, { quantities: [1, 1] }))
  assert.equal(missing.status, 400)
  assert.deepEqual(missing.body.errors[0].field, 'properties.1.billableMetricId')

  const later = await givenMetered(it, { prices: [arrears] })
  const subscriber = await givenSubscriber(it, later)
  const standardBilling = await report(later, eventOf(later, subscriber))
  assert.equal(standardBilling.body.code, 'STANDARD_BILLING_USES_EVENTS')

  const stranger = { ...merchant, ...none }
  const unknown = await report(stranger, eventOf(stranger, customer))
  assert.deepEqual([unknown.status, unknown.body.code], [400, 'NO_ACTIVE_SUBSCRIPTION'])

  const held = { ...eventOf(merchant, customer), entitlementId: 'com_1' }
  assert.equal((await report(merchant, held)).body.errors[0].field, 'entitlementId')
})

test('the timestamp lies between the start of the subscription and a day from now', async () => {
  const merchant = await givenMetered(it, { prices: [standard('1')] })
  const customer = await givenSubscriber(it, merchant, { funds: '10.00' })
  const status = async (timestamp: string) =>
    (await report(merchant, eventOf(merchant, customer, { timestamp }))).status
  assert.equal(await status('2026-11-20T09:59:59.999Z'), 400)
  assert.equal(await status('2026-11-20T10:00:00Z'), 201)
  assert.equal(await status('2026-11-22T11:00:00+01:00'), 201)
  assert.equal(await status('2026-11-22T10:00:00.001Z'), 400)
})

test('a refund gives back what the event cost, once', async () => {
  const merchant = await givenMetered(it, { prices: [standard('1')], taxRate: '10' })
  const customer = await givenSubscriber(it, merchant, { funds: '10.00' })
  const { body } = await reportBatch(merchant, [
    eventOf(merchant, customer, { quantities: [2] }),
    eventOf(merchant, customer, { quantities: [3] }),
  ])
  const [event] = body.successful
  const refund = (reason: string) =>
    call(it, 'refundUsageEvent', {
      key: merchant.key,
      params: { id: event.id },
      body: { refunded: true, reason },
    })
  const [first, second] = await Promise.all([refund('a mistake'), refund('a mistake')])
  assert.deepEqual([first.status, second.status], [200, 200])
  assert.deepEqual(first.body, {
    ...event,
    refund: { reason: 'a mistake', refundedAt: '2026-11-21T10:00:00Z' },
  })
  assert.deepEqual((await refund('another reason')).body, first.body)
  assert.equal(await fundsIn(it, merchant, customer.customerId), 6_700_000_000n)
})

test('another merchant’s event cannot be told apart from one that does not exist', async () => {
  const merchant = await givenMetered(it, { prices: [standard('1')] })
  const customer = await givenSubscriber(it, merchant, { funds: '10.00' })
  const { body } = await report(merchant, eventOf(merchant, customer))
  const other = await givenMerchant(it)
  const never = 'usg_00000000000000000000000000000000'
  for (const name of ['getUsageEvent', 'refundUsageEvent']) {
    const of = (id: string) =>
      call(it, name, { key: other.key, params: { id }, body: { refunded: true } })
    const [foreign, unknown] = [await of(body.id), await of(never)]
    assert.equal(foreign.status, 404)
    assert.deepEqual(foreign.body, unknown.body)
  }
})

test('a list shows what was used in a span of time, the latest first', async () => {
  const merchant = await givenMetered(it, { prices: [standard('1')] })
  const [ann, bob] = [
    await givenSubscriber(it, merchant, { funds: '10.00' }),
    await givenSubscriber(it, merchant, { funds: '10.00' }),
  ]
  await reportBatch(merchant, [
    eventOf(merchant, ann, { timestamp: '2026-11-21T07:00:00Z', key: 'a1' }),
    eventOf(merchant, bob, { timestamp: '2026-11-21T08:00:00Z', key: 'b1' }),
    eventOf(merchant, ann, { timestamp: '2026-11-21T09:00:00Z', key: 'a2' }),
  ])
  const span = { startTime: '2026-11-21T07:00:00Z', endTime: '2026-11-21T09:00:00Z' }
  const keysOf = async (query: Record<string, string>) => {
    const { body } = await call(it, 'listUsageEvents', { key: merchant.key, query })
    return body.data.map(({ idempotencyKey }: { idempotencyKey: string }) => idempotencyKey)
  }
  assert.deepEqual(await keysOf({ ...span, merchantId: merchant.organizationId }), ['b1', 'a1'])
  assert.deepEqual(await keysOf({ ...span, customerId: ann.customerId }), ['a1'])
  assert.deepEqual(await keysOf({ ...span, subscriptionId: bob.subscriptionId }), ['b1'])
  const unfiltered = await call(it, 'listUsageEvents', { key: merchant.key, query: span })
  assert.equal(unfiltered.status, 400)
})

test('with an Idempotency-Key a batch is charged once and answered the same', async () => {
  const merchant = await givenMetered(it, { prices: [standard('1')] })
  const customer = await givenSubscriber(it, merchant, { funds: '4.00' })
  const events = [3, 2].map((quantity) => eventOf(merchant, customer, { quantities: [quantity] }))
  const headers = { 'idempotency-key': 'once' }
  const first = await reportBatch(merchant, events, headers)
  const again = await reportBatch(merchant, events, headers)
  assert.equal(first.status, 207)
  assert.deepEqual([again.status, again.body], [first.status, first.body])
})
