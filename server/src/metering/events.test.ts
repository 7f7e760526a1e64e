import assert from 'node:assert/strict'
import { test } from 'node:test'
import { sql } from 'kysely'
import { asApp } from '../../test/harness/acting.ts'
import { asAdministrator } from '../../test/harness/database.ts'
import { runDueWork } from '../../test/harness/due.ts'
import { givenMeters } from '../../test/harness/events.ts'
import { call, product } from '../../test/harness/product.ts'
import { givenSeller, subscribe } from '../../test/harness/subscribed.ts'

const it = product()

const event = (subject: string, more: object = {}) => ({
  ...{ type: 'llm.call', source: 'gateway', subject, data: { tokens: 12 } },
  ...more,
})

test('an event is stored and comes back with whose it is and when it happened', async () => {
  const { merchant, metric, customer, post } = await givenMeters(it)
  await metric()
  const subject = await customer()
  const sent = event(subject, { idempotencyKey: 'k1', externalId: 'x-1' })
  const { status, body } = await post(sent)
  assert.equal(status, 202)
  const { id, ...rest } = body
  assert.match(id, /^evt_[0-9a-f]{32}$/)
  assert.deepEqual(rest, {
    object: 'event',
    type: 'llm.call',
    source: 'gateway',
    subject,
    namespace: merchant.organizationId,
    timestamp: it.clock.now.toString(),
    idempotencyKey: 'k1',
    externalId: 'x-1',
  })
})

test('an event that comes again is answered as the first, and counts once', async () => {
  const { metric, customer, post, total } = await givenMeters(it)
  const id = await metric()
  const subject = await customer()
  const first = await post(event(subject, { idempotencyKey: 'again' }))
  const second = await post(event(subject, { idempotencyKey: 'again', data: { tokens: 99 } }))
  const { body } = await post([
    event(subject, { idempotencyKey: 'again' }),
    event(subject, { idempotencyKey: 'twice' }),
    event(subject, { idempotencyKey: 'twice', data: { tokens: 5 } }),
  ])
  assert.deepEqual(second.body, first.body)
  assert.deepEqual(body.data[0], first.body)
  assert.deepEqual(body.data[1], body.data[2])
  assert.equal(await total(id), 24)
})

test('the same event twice at once, ten times over, counts once', async () => {
  const { metric, customer, post, total } = await givenMeters(it)
  const id = await metric()
  const subject = await customer()
  const all = Array.from({ length: 20 }, (_, at) =>
    post(event(subject, { idempotencyKey: `once ${at % 10}` })),
  )
  const replies = await Promise.all(all)
  assert.ok(replies.every(({ status }) => status === 202))
  assert.equal(new Set(replies.map(({ body }) => body.id)).size, 10)
  assert.equal(await total(id), 120)
})

test('a request that is repeated with its Idempotency-Key is answered as before', async () => {
  const { metric, customer, post, total } = await givenMeters(it)
  const id = await metric()
  const subject = await customer()
  const headers = { 'idempotency-key': 'request 1' }
  const first = await post(event(subject), headers)
  const second = await post(event(subject), headers)
  assert.deepEqual([second.status, second.body], [202, first.body])
  assert.equal(await total(id), 12)
})

test('of an array what is wrong fails alone, by its place and reason', async () => {
  const { metric, customer, post, total } = await givenMeters(it)
  const id = await metric()
  const subject = await customer()
  const { status, body } = await post([
    event(subject),
    event(subject, { type: 'nobody.reads' }),
    event('cus_unknown'),
    { type: 'llm.call' },
    event(subject, { timestamp: '2026-11-22T10:00:01Z' }),
    event(subject, { data: { tokens: 3 } }),
  ])
  assert.equal(status, 202)
  assert.equal(body.data.length, 2)
  const reasons = body.rejected.map(({ index, code }: { index: number; code: string }) => [
    index,
    code,
  ])
  assert.deepEqual(reasons, [
    [1, 'INVALID_EVENT_TYPE'],
    [2, 'VALIDATION_ERROR'],
    [3, 'VALIDATION_ERROR'],
    [4, 'VALIDATION_ERROR'],
  ])
  assert.equal(await total(id), 15)
  const none = await post([event('cus_unknown'), event(subject, { type: 'nobody.reads' })])
  assert.deepEqual([none.status, none.body.code], [422, 'NO_VALID_EVENT'])
  assert.equal(none.body.details.rejected.length, 2)
})

test('an array holds one to a thousand events', async () => {
  const { metric, customer, post, total } = await givenMeters(it)
  const id = await metric()
  const subject = await customer()
  const many = (length: number) => Array.from({ length }, () => event(subject))
  assert.equal((await post(many(1000))).body.data.length, 1000)
  assert.equal((await post(many(1001))).status, 400)
  assert.equal((await post([])).status, 400)
  assert.equal(await total(id), 12_000)
})

test('a late event counts when it happened, and one of more than a day ahead is refused by its field', async () => {
  const { metric, customer, post, total, send } = await givenMeters(it)
  const id = await metric()
  const subject = await customer()
  await send([
    event(subject, { timestamp: '2026-10-31T23:59:59.999999Z' }),
    event(subject, { timestamp: '2026-11-01T00:00:00Z' }),
    event(subject, { timestamp: '2026-11-22T10:00:00Z' }),
    event(subject, { timestamp: '2024-01-01T00:00:00Z' }),
  ])
  assert.equal(await total(id), 24)
  const { status, body } = await post(event(subject, { timestamp: '2026-11-22T10:00:01Z' }))
  assert.deepEqual([status, body.errors[0].field], [400, 'timestamp'])
})

test('a subscription stands for its customer', async () => {
  const seller = await givenSeller(it)
  const { body } = await subscribe(it, seller)
  const { key, productId, organizationId: merchantId } = seller
  const about = { merchantId, productId, name: 'Calls', description: 'Calls', unit: 'call' }
  const reading = { aggregation: 'COUNT', eventType: 'call' }
  await call(it, 'createBillableMetric', { key, body: { ...about, ...reading } })
  const sent = { type: 'call', source: 'tests', subject: body.id, data: {} }
  const reply = await call(it, 'ingestEvent', { key, body: sent })
  assert.deepEqual([reply.status, reply.body.subject], [202, body.customerId])
})

test('an event of an external id that nobody has is counted for the customer who gets it', async () => {
  const { metric, customer, post, total, key } = await givenMeters(it)
  const id = await metric()
  const waiting = { subject: undefined, externalSubject: 'ada-7' }
  const { status, body } = await post(event('', waiting))
  assert.deepEqual([status, body.subject, body.externalSubject], [202, undefined, 'ada-7'])
  const customerId = await customer({ externalId: 'ada-7' })
  await runDueWork(it)
  assert.equal((await post(event('', waiting))).body.subject, customerId)
  assert.equal(await total(id), 24)
  const query = { from: '2026-11-01T00:00:00Z', to: '2026-12-01T00:00:00Z', subject: customerId }
  const meter = await call(it, 'getBillableMetricMeter', { key, params: { id }, query })
  assert.equal(meter.body.totalValue, 24)
})

test('nobody reports for a customer, a subscription or an organization that is not its own', async () => {
  const { metric, post } = await givenMeters(it)
  await metric()
  const other = await givenMeters(it)
  await other.metric()
  const stranger = await other.customer()
  const { status, body } = await post(event(stranger))
  assert.deepEqual([status, body.errors[0].field], [400, 'subject'])
  const namespace = other.merchant.organizationId
  assert.equal((await other.post(event(stranger, { namespace }))).status, 202)
  const subject = await other.customer()
  const foreign = await post(event(subject, { namespace }))
  assert.equal(foreign.status, 404)
})

test('many single events at once are written together', async () => {
  const { metric, customer, post, merchant, total } = await givenMeters(it)
  const id = await metric()
  const subject = await customer()
  await Promise.all(Array.from({ length: 60 }, () => post(event(subject))))
  const segments = await asApp(it, merchant, async (ctx) => {
    const { rows } = await sql<{ count: number }>`
      select count(*)::int as count from tally.event_segments
      where merchant_id = ${ctx.organizationId}`.execute(ctx.db)
    return rows[0]?.count ?? 0
  })
  assert.ok(segments < 30, `${segments} segments of 60 events`)
  assert.equal(await total(id), 720)
})

test('of what senders write nothing but values and dimensions that metrics read is in the clear', async () => {
  const { metric, customer, post } = await givenMeters(it)
  await metric({ groupBy: { model: '$.model' } })
  const subject = await customer({ externalId: 'canary-of-customer' })
  const data = { tokens: 77, model: 'small', prompt: 'canary-of-data' }
  const sent = event(subject, { data, source: 'canary-of-source', idempotencyKey: 'canary-of-key' })
  assert.equal((await post(sent)).status, 202)
  const rows = await asAdministrator(it, async (client) => {
    const tables = ['event_segments', 'meter_readings', 'event_keys', 'event_inbox']
    const all = tables.map((table) => `select t::text as text from tally.${table} as t`)
    const found = await client.query<{ text: string }>(all.join(' union all '))
    return found.rows.map(({ text }) => text)
  })
  assert.ok(rows.some((row) => row.includes('small')))
  // Binary columns are shown as hex digits.
  const hidden = ['data', 'source', 'key'].map((what) => `canary-of-${what}`)
  for (const canary of hidden) {
    const hex = Buffer.from(canary).toString('hex')
    assert.ok(!rows.some((row) => row.includes(canary) || row.includes(hex)), canary)
  }
})
