import assert from 'node:assert/strict'
import { test } from 'node:test'
import { sql } from 'kysely'
import { asApp, asSystem } from '../../test/harness/acting.ts'
import { givenProduct } from '../../test/harness/catalog.ts'
import { call, givenMerchant, product } from '../../test/harness/product.ts'
import { foldReadings } from './fold/fold.ts'

const it = product()

async function given() {
  const merchant = await givenMerchant(it)
  const { key, organizationId: merchantId } = merchant
  const { productId } = await givenProduct(it, merchant)
  const metric = async (body: object = {}) => {
    const about = { merchantId, productId, name: 'Tokens', description: 'Read', unit: 'token' }
    const reading = { aggregation: 'SUM', eventType: 'llm.call', valueProperty: '$.tokens' }
    const made = await call(it, 'createBillableMetric', {
      key,
      body: { ...about, ...reading, ...body },
    })
    assert.equal(made.status, 201)
    return made.body.id as string
  }
  const customer = async (body: object = {}) => {
    customers += 1
    const consumer = { name: 'Ada', email: `ada${customers}@example.com` }
    const made = await call(it, 'createCustomer', {
      key,
      body: { merchantId, consumer: { ...consumer, address: { country: 'DE' } }, ...body },
    })
    assert.equal(made.status, 201)
    return made.body.customerId as string
  }
  const send = (body: unknown, headers = {}) => call(it, 'ingestEvent', { key, body, headers })
  return { merchant, key, merchantId, metric, customer, send }
}
let customers = 0

const event = (subject: string, body: object = {}) => ({
  type: 'llm.call',
  source: 'gateway',
  subject,
  data: { tokens: 12 },
  ...body,
})

test('an event is stored and comes back with whose it is and when it happened', async () => {
  const { merchantId, metric, customer, send } = await given()
  await metric()
  const subject = await customer()
  const { status, body } = await send(event(subject, { idempotencyKey: 'k1', externalId: 'x-1' }))
  assert.equal(status, 202)
  const { id, ...rest } = body
  assert.match(id, /^evt_[0-9a-f]{32}$/)
  assert.deepEqual(rest, {
    object: 'event',
    type: 'llm.call',
    source: 'gateway',
    subject,
    namespace: merchantId,
    timestamp: it.clock.now.toString(),
    idempotencyKey: 'k1',
    externalId: 'x-1',
  })
})

test('an event that comes again is answered as the first, and counts once', async () => {
  const { merchant, metric, customer, send } = await given()
  await metric()
  const subject = await customer()
  const first = await send(event(subject, { idempotencyKey: 'again' }))
  const second = await send(event(subject, { idempotencyKey: 'again', data: { tokens: 99 } }))
  const { body } = await send([
    event(subject, { idempotencyKey: 'again' }),
    event(subject, { idempotencyKey: 'twice' }),
    event(subject, { idempotencyKey: 'twice', data: { tokens: 5 } }),
  ])
  assert.deepEqual(second.body, first.body)
  assert.deepEqual(body.data[0], first.body)
  assert.deepEqual(body.data[1], body.data[2])
  assert.deepEqual(await totals(merchant), [{ events: 2n, sum: '24' }])
})

async function totals(merchant: Awaited<ReturnType<typeof givenMerchant>>) {
  await asSystem(it, merchant, (ctx) => foldReadings(ctx))
  return asApp(it, merchant, async (ctx) => {
    const { rows } = await sql<{ events: bigint; sum: string }>`
      select events, trim_scale(sum) as sum from tally.meter_totals
      where merchant_id = ${ctx.organizationId} and grain = 'month' and not detail
        and subject_id <> '00000000-0000-0000-0000-000000000000' order by 1, 2`.execute(ctx.db)
    return rows
  })
}
