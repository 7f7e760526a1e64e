import assert from 'node:assert/strict'
import { test } from 'node:test'
import { pass, runDueWork } from '../../../test/harness/due.ts'
import { givenMeters } from '../../../test/harness/events.ts'
import { call, product } from '../../../test/harness/product.ts'

const it = product()

async function given() {
  const meters = await givenMeters(it)
  const { key } = meters
  return {
    ...meters,
    inbox: async (query: Record<string, string> = {}) =>
      (await call(it, 'listInboxEvents', { key, query })).body.data,
    replay: (body: object) => call(it, 'replayInboxEvents', { key, body }),
    discard: (id: string) => call(it, 'discardInboxEvent', { key, params: { id } }),
    change: (id: string, body: object) =>
      call(it, 'updateBillableMetric', { key, params: { id }, body }),
  }
}

const event = (subject: string, more: object = {}) => ({
  ...{ type: 'llm.call', source: 'gateway', subject, data: { tokens: 12 } },
  ...more,
})

test('an event that no metric reads is refused, kept as evidence, and counts once it is replayed', async () => {
  const { metric, customer, post, inbox, replay, total } = await given()
  const subject = await customer()
  const timestamp = '2026-11-20T08:00:00Z'
  const refused = await post(event(subject, { idempotencyKey: 'early', timestamp }))
  assert.deepEqual([refused.status, refused.body.code], [422, 'INVALID_EVENT_TYPE'])
  const [kept] = await inbox({ kind: 'unmatched' })
  const { reason, state, replayable, type, idempotencyKey, data } = kept
  assert.deepEqual(
    { reason, state, replayable, type, idempotencyKey, data, at: kept.timestamp },
    {
      ...{ reason: 'INVALID_EVENT_TYPE', state: 'open', replayable: true, type: 'llm.call' },
      ...{ idempotencyKey: 'early', data: { tokens: 12 }, at: timestamp },
    },
  )
  const early = (await replay({ type: 'llm.call' })).body
  assert.deepEqual([early.replayed, early.stillOpen], [0, 1], 'as long as no metric reads it')

  const id = await metric()
  const { status, body } = await replay({ ids: [kept.id] })
  assert.equal(status, 200)
  const none = { duplicates: 0, stillOpen: 0, remaining: 0 }
  assert.deepEqual(body, { object: 'inboxReplay', replayed: 1, ...none })
  assert.equal(await total(id), 12)
  assert.deepEqual(await inbox(), [])
  assert.equal((await replay({ ids: [kept.id] })).body.replayed, 0)
  assert.equal(await total(id), 12)
})

test('what was sent without a key cannot be replayed, since it might count twice', async () => {
  const { metric, customer, post, inbox, replay, total } = await given()
  const subject = await customer()
  await post(event(subject))
  const id = await metric()
  const [kept] = await inbox()
  assert.equal(kept.replayable, false)
  assert.equal((await replay({ ids: [kept.id] })).body.replayed, 0)
  assert.equal(await total(id), 0)
})

test('what came again by itself meanwhile is a duplicate, and counts once', async () => {
  const { metric, customer, post, inbox, replay, total } = await given()
  const subject = await customer()
  await post(event(subject, { idempotencyKey: 'later' }))
  const id = await metric()
  await post(event(subject, { idempotencyKey: 'later' }))
  const { body } = await replay({ type: 'llm.call' })
  assert.deepEqual([body.replayed, body.duplicates], [0, 1])
  assert.deepEqual(await inbox(), [])
  assert.equal(await total(id), 12)
})

test('a value that does not fit is stored, waits in the inbox, and counts when the metric was mended', async () => {
  const { metric, customer, post, inbox, replay, change, total } = await given()
  const id = await metric({ valueProperty: '$.token_count' })
  const subject = await customer()
  const bad = [{ tokens: 5 }, { token_count: 'many' }, { token_count: null }]
  for (const data of bad) assert.equal((await post(event(subject, { data }))).status, 202)
  assert.equal(await total(id), 0)
  const kept = await inbox({ kind: 'rejected' })
  assert.equal(kept.length, 3)
  for (const entry of kept) {
    assert.equal(entry.billableMetricId, id)
    assert.match(entry.eventId, /^evt_/)
    assert.match(entry.reason, /^[A-Z_]+$/)
  }

  assert.equal((await change(id, { valueProperty: '$.tokens' })).status, 200)
  await pass(it, { seconds: 10 })
  const { body } = await replay({ type: 'llm.call' })
  assert.deepEqual([body.replayed, body.stillOpen], [1, 2])
  assert.equal(await total(id), 5)
})

test('an entry that is discarded is neither listed nor replayed', async () => {
  const { metric, customer, post, inbox, replay, discard, total } = await given()
  const subject = await customer()
  await post(event(subject, { idempotencyKey: 'rubbish' }))
  const [{ id }] = await inbox()
  const { status, body } = await discard(id)
  assert.deepEqual([status, body.state], [200, 'discarded'])
  assert.deepEqual(await inbox(), [])
  const metricId = await metric()
  assert.equal((await replay({ ids: [id] })).body.replayed, 0)
  assert.equal(await total(metricId), 0)
})

test('the inbox is listed by kind, type and time', async () => {
  const { metric, customer, post, inbox } = await given()
  await metric()
  const subject = await customer()
  await post(event(subject, { type: 'other', idempotencyKey: 'a' }))
  await post(event(subject, { data: {} }))
  await runDueWork(it)
  assert.equal((await inbox()).length, 2)
  assert.equal((await inbox({ kind: 'rejected' })).length, 1)
  assert.equal((await inbox({ type: 'other' })).length, 1)
  assert.equal((await inbox({ since: it.clock.now.add({ seconds: 1 }).toString() })).length, 0)
})

test('another merchant’s inbox is neither seen nor touched', async () => {
  const mine = await given()
  const subject = await mine.customer()
  await mine.post(event(subject, { idempotencyKey: 'mine' }))
  const [{ id }] = await mine.inbox()
  const other = await given()
  assert.deepEqual(await other.inbox(), [])
  assert.equal((await other.discard(id)).status, 404)
  assert.equal((await other.replay({ ids: [id] })).body.replayed, 0)
  assert.equal((await mine.inbox()).length, 1)
})
