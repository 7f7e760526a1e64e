import assert from 'node:assert/strict'
import { test } from 'node:test'
import { CloudEvent, HTTP, type Message } from 'cloudevents'
import { givenMeters } from '../../test/harness/events.ts'
import { product } from '../../test/harness/product.ts'

const it = product()

type Attributes = ConstructorParameters<typeof CloudEvent>[0]

async function given() {
  const meters = await givenMeters(it)
  const metricId = await meters.metric()
  const subject = await meters.customer()
  const about = { type: 'llm.call', source: '/gateway/eu', subject }
  const cloudEvent = (more: Partial<Attributes> = {}) =>
    new CloudEvent({ ...about, data: { tokens: 12 }, ...more })
  /** As an emitter sends it: what it prints, under its own headers. */
  const emit = ({ headers, body }: Pick<Message, 'headers' | 'body'>) =>
    meters.post(body, headers as Record<string, string>)
  return { ...meters, subject, cloudEvent, emit, counted: () => meters.total(metricId) }
}

test('an event in binary mode is one of ours, with what its attributes say', async () => {
  const { cloudEvent, emit, counted, subject } = await given()
  const time = '2026-11-20T08:00:00.000Z'
  const externalid = 'order-9'
  const { status, body } = await emit(HTTP.binary(cloudEvent({ id: 'ä#1', time, externalid })))
  assert.equal(status, 202, JSON.stringify(body))
  const { type, source, externalId, timestamp } = body
  assert.deepEqual(
    [type, source, body.subject, externalId, timestamp],
    ['llm.call', '/gateway/eu', subject, 'order-9', '2026-11-20T08:00:00Z'],
  )
  assert.equal(await counted(), 12)
})

test('an event in structured mode is the same as in binary mode, and counts once', async () => {
  const { cloudEvent, emit, counted } = await given()
  const event = cloudEvent({ id: '1' })
  const first = await emit(HTTP.structured(event))
  assert.equal(first.status, 202, JSON.stringify(first.body))
  const second = await emit(HTTP.binary(event))
  assert.deepEqual(second.body, first.body)
  assert.equal(await counted(), 12)
})

test('the same id of another source is another event', async () => {
  const { cloudEvent, emit, counted } = await given()
  for (const source of ['/a', '/b', '/a#']) {
    assert.equal((await emit(HTTP.structured(cloudEvent({ id: '1', source })))).status, 202)
  }
  assert.equal(await counted(), 36)
})

test('a batch is stored event by event', async () => {
  const { cloudEvent, emit, counted } = await given()
  const batch = [cloudEvent(), cloudEvent({ type: 'nobody.reads' }), cloudEvent()]
  const headers = { 'content-type': 'application/cloudevents-batch+json; charset=utf-8' }
  const { status, body } = await emit({ headers, body: batch.map((one) => one.toJSON()) })
  assert.equal(status, 202, JSON.stringify(body))
  assert.equal(body.data.length, 2)
  assert.deepEqual(
    body.rejected.map(({ index }: { index: number }) => index),
    [1],
  )
  assert.equal(await counted(), 24)
})

test('what is no CloudEvent 1.0 with JSON data is refused by its attribute', async () => {
  const { cloudEvent, emit } = await given()
  const printed = HTTP.structured(cloudEvent())
  const sent = (change: object) => {
    const body = JSON.stringify({ ...JSON.parse(String(printed.body)), ...change })
    return emit({ ...printed, body })
  }
  const wrong = [
    [{ specversion: '0.3' }, 'specversion'],
    [{ id: '' }, 'id'],
    [{ source: undefined }, 'source'],
    [{ datacontenttype: 'text/xml' }, 'datacontenttype'],
    [{ data_base64: 'AA==' }, 'data_base64'],
  ] as const
  for (const [change, field] of wrong) {
    const { status, body } = await sent(change)
    assert.deepEqual([status, body.errors?.[0]?.field], [400, field])
  }
})
