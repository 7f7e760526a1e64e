import assert from 'node:assert/strict'
import { test } from 'node:test'
import fc from 'fast-check'
import { runDoctor } from '../src/doctor/run.ts'
import { edgeOf } from '../src/wiring.ts'
import { fundsIn } from './harness/books.ts'
import {
  type Customer,
  givenMetered,
  givenPlatformFee,
  givenSubscriber,
  type Metered,
  standard,
} from './harness/metered.ts'
import { call, product } from './harness/product.ts'

const it = product()

const eventOf = (merchant: Metered, customer: Customer, at: { key: string; quantity: number }) => ({
  customerId: customer.customerId,
  merchantId: merchant.organizationId,
  idempotencyKey: at.key,
  timestamp: '2026-11-21T09:00:00Z',
  properties: [{ billableMetricId: merchant.metricIds[0], quantity: at.quantity }],
})

/** Two servers on one database, as two processes are: their combiners know nothing of each other. */
async function withTwoServers<T>(work: (send: typeof call) => Promise<T>): Promise<T> {
  const second = await edgeOf(it.installation, { checkReplies: true })
  let turn = 0
  try {
    return await work((_, name, options) => {
      turn += 1
      return call({ ...it, http: turn % 2 === 0 ? it.http : second }, name, options)
    })
  } finally {
    await second.close()
  }
}

const isContent = async () => {
  const { checks } = await runDoctor(it.installation)
  return checks.filter(({ ok }) => !ok).map(({ name }) => name)
}

test('many batches at once against one balance never take more than it holds', async () => {
  const merchant = await givenMetered(it, { prices: [standard('0.01')], taxRate: '7' })
  await givenPlatformFee(it, merchant, { percent: '2' })
  const customer = await givenSubscriber(it, merchant, { funds: '20.00' })
  const { key } = merchant

  const replies = await withTwoServers((send) =>
    Promise.all(
      Array.from({ length: 24 }, (_, batch) => {
        const events = Array.from({ length: 25 }, (_, line) =>
          eventOf(merchant, customer, {
            key: `${batch}/${line}`,
            quantity: 1 + ((batch * line) % 9),
          }),
        )
        return send(it, 'batchCreateUsageEvents', { key, body: { events } })
      }),
    ),
  )

  const charged = replies.flatMap(({ body }) => body.successful)
  const total = charged.reduce((sum, { billing }) => sum + BigInt(billing.totalAmount), 0n)
  assert.ok(replies.every(({ status }) => status === 201 || status === 207))
  assert.ok(charged.length < 24 * 25, 'the funds do not suffice for all')
  assert.ok(total <= 20_000_000_000n)
  assert.equal(await fundsIn(it, merchant, customer.customerId), 20_000_000_000n - total)
  assert.deepEqual(await isContent(), [])
})

test('a storm of retries in every order charges each key once, and none of them fails', async () => {
  const merchant = await givenMetered(it, { prices: [standard('0.01')] })
  const customers: Customer[] = []
  for (let made = 0; made < 8; made += 1) {
    customers.push(await givenSubscriber(it, merchant, { funds: '100.00' }))
  }
  const { key } = merchant
  const events = Array.from({ length: 60 }, (_, at) =>
    eventOf(merchant, customers[at % 8] as Customer, {
      key: `storm ${at}`,
      quantity: 1 + (at % 5),
    }),
  )
  const shuffles = fc.sample(fc.shuffledSubarray(events, { minLength: 30 }), 30)

  const replies = await withTwoServers((send) =>
    Promise.all([
      ...shuffles.map((shuffled) =>
        send(it, 'batchCreateUsageEvents', { key, body: { events: shuffled } }),
      ),
      ...events.map((body) => send(it, 'createUsageEvent', { key, body })),
    ]),
  )

  assert.deepEqual([...new Set(replies.map(({ status }) => status))], [201])
  const shown = replies.flatMap(({ body }) => body.successful ?? [body])
  const idsOfKey = Map.groupBy(shown, ({ idempotencyKey }) => idempotencyKey)
  for (const [storm, showings] of idsOfKey) {
    assert.equal(new Set(showings.map(({ id }) => id)).size, 1, `${storm} was charged once`)
  }
  assert.equal(idsOfKey.size, events.length)
  let left = 0n
  for (const { customerId } of customers) left += await fundsIn(it, merchant, customerId)
  const cost = events.reduce((sum, { properties }) => sum + (properties[0]?.quantity ?? 0), 0)
  assert.equal(left, 800_000_000_000n - BigInt(cost) * 10_000_000n)
  assert.deepEqual(await isContent(), [])
})
