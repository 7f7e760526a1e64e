import assert from 'node:assert/strict'
import { test } from 'node:test'
import { pass, runDueWork } from '../../../test/harness/due.ts'
import { givenMeters } from '../../../test/harness/events.ts'
import { call, product } from '../../../test/harness/product.ts'

const it = product()

async function given() {
  const meters = await givenMeters(it)
  const ask = (name: string) => (id: string, query: Record<string, string | number>) =>
    call(it, name, { key: meters.key, params: { id }, query })
  const month = { from: '2026-10-01T00:00:00Z', to: '2026-11-01T00:00:00Z' }
  const meter = ask('getBillableMetricMeter')
  const read = async (id: string, query: Record<string, string | number> = {}) => {
    const { status, body } = await meter(id, { ...month, ...query })
    assert.equal(status, 200, JSON.stringify(body))
    return body
  }
  return { ...meters, meter, read, events: ask('listBillableMetricEvents') }
}

const at = (subject: string, timestamp: string, data: object) => ({ subject, timestamp, data })

/** The same promise holds before anything is folded, after, and in between. */
for (const folded of ['nothing', 'some', 'all']) {
  test(`each aggregation adds up what it reads, with ${folded} folded`, async () => {
    const { metric, customer, send, fold, read } = await given()
    const expected = {
      SUM: 7.75,
      COUNT: 4,
      AVG: 1.9375,
      MIN: 0.25,
      MAX: 4,
      UNIQUE_COUNT: 4,
      LATEST: 1.5,
    }
    const metrics = new Map<string, string>()
    for (const aggregation of Object.keys(expected)) {
      metrics.set(aggregation, await metric({ aggregation }))
    }
    const subject = await customer()
    await send([
      at(subject, '2026-10-03T10:00:00Z', { tokens: '4' }),
      at(subject, '2026-10-20T09:00:00Z', { tokens: '1.5' }),
    ])
    if (folded !== 'nothing') await fold()
    await send([
      at(subject, '2026-10-03T10:30:00Z', { tokens: 2 }),
      at(subject, '2026-10-04T00:00:00Z', { tokens: 0.25 }),
      at(subject, '2026-11-01T00:00:00Z', { tokens: 100 }),
      at(subject, '2026-09-30T23:59:59.999Z', { tokens: 100 }),
    ])
    if (folded === 'all') await fold()
    for (const [aggregation, value] of Object.entries(expected)) {
      const { totalValue } = await read(metrics.get(aggregation) ?? '')
      assert.equal(totalValue, value, aggregation)
    }
  })
}

type Group = {
  readonly groupBy: Readonly<Record<string, string>>
  readonly value: number
  readonly eventCount: number
}
type Window = { readonly windowStart: string; readonly windowEnd: string; readonly value: number }

const groups = (all: readonly Group[]) =>
  all.map(({ groupBy, value }) => [...Object.values(groupBy), value])

test('windows begin where minutes, hours, days and months begin in UTC, and only those with events are there', async () => {
  const { metric, customer, send, read } = await given()
  const id = await metric()
  const subject = await customer()
  await send([
    at(subject, '2026-10-03T10:00:30Z', { tokens: 1 }),
    at(subject, '2026-10-03T10:00:59.999999Z', { tokens: 2 }),
    at(subject, '2026-10-03T10:01:00Z', { tokens: 4 }),
    at(subject, '2026-10-03T23:59:59Z', { tokens: 8 }),
    at(subject, '2026-10-04T00:00:00Z', { tokens: 16 }),
  ])
  const expected = {
    MINUTE: [
      '10-03T10:00:00Z 10-03T10:01:00Z 3',
      '10-03T10:01:00Z 10-03T10:02:00Z 4',
      '10-03T23:59:00Z 10-04T00:00:00Z 8',
      '10-04T00:00:00Z 10-04T00:01:00Z 16',
    ],
    HOUR: [
      '10-03T10:00:00Z 10-03T11:00:00Z 7',
      '10-03T23:00:00Z 10-04T00:00:00Z 8',
      '10-04T00:00:00Z 10-04T01:00:00Z 16',
    ],
    DAY: ['10-03T00:00:00Z 10-04T00:00:00Z 15', '10-04T00:00:00Z 10-05T00:00:00Z 16'],
    MONTH: ['10-01T00:00:00Z 11-01T00:00:00Z 31'],
  }
  for (const [windowSize, windows] of Object.entries(expected)) {
    const { windowedValues, totalValue } = await read(id, { windowSize })
    assert.equal(totalValue, 31)
    assert.deepEqual(
      windowedValues.map(({ windowStart, windowEnd, value }: Window) =>
        [windowStart.slice(5), windowEnd.slice(5), value].join(' '),
      ),
      windows,
    )
  }
})

test('both ends of a query are exact, whatever is folded and wherever they cut an hour', async () => {
  const { metric, customer, send, fold, read } = await given()
  const id = await metric()
  const subject = await customer()
  await send([
    at(subject, '2026-10-03T10:10:00Z', { tokens: 1 }),
    at(subject, '2026-10-03T10:20:00Z', { tokens: 2 }),
    at(subject, '2026-10-05T00:00:00Z', { tokens: 4 }),
    at(subject, '2026-10-07T08:30:00Z', { tokens: 8 }),
  ])
  const span = (from: string, to: string) => read(id, { from, to })
  for (const folded of [false, true]) {
    if (folded) await fold()
    const [all, begun, ended, none] = await Promise.all([
      span('2026-10-03T10:10:00Z', '2026-10-07T08:30:00.000001Z'),
      span('2026-10-03T10:10:00.000001Z', '2026-10-07T08:30:00.000001Z'),
      span('2026-10-03T10:10:00Z', '2026-10-07T08:30:00Z'),
      span('2026-10-05T00:00:00Z', '2026-10-05T00:00:00Z'),
    ])
    const values = [all, begun, ended, none].map(({ totalValue }) => totalValue)
    assert.deepEqual(values, [15, 14, 7, 0])
  }
})

test('groups come by their dimensions, the greatest first, page by page, and with a filter', async () => {
  const { metric, customer, send, read } = await given()
  const id = await metric({ groupBy: { model: '$.model', region: '$.where.region' } })
  const ada = await customer()
  const ben = await customer()
  const data = (tokens: number, model?: string, region?: string) => ({
    ...{ tokens, model },
    ...(region && { where: { region } }),
  })
  const day = '2026-10-03T10:00:00Z'
  await send([
    at(ada, day, data(1, 'small', 'eu')),
    at(ada, day, data(2, 'large', 'eu')),
    at(ben, day, data(4, 'large', 'us')),
    at(ben, day, data(8, 'small')),
    at(ben, day, data(16)),
  ])
  const by = async (query: Record<string, string | number>) => {
    const { groupedValues, groupCount, totalValue } = await read(id, query)
    return { groups: groups(groupedValues), groupCount, totalValue }
  }
  assert.deepEqual((await by({ groupBy: 'model' })).groups, [
    ['', 16],
    ['small', 9],
    ['large', 6],
  ])
  assert.deepEqual((await by({ groupBy: 'subject' })).groups, [
    [ben, 28],
    [ada, 3],
  ])
  assert.deepEqual(await by({ groupBy: 'model,region', groupLimit: 2, groupOffset: 1 }), {
    groups: [
      ['small', '', 8],
      ['large', 'us', 4],
    ],
    groupCount: 5,
    totalValue: 31,
  })
  const filterGroupBy = JSON.stringify({ model: ['large', 'small'], region: 'eu' })
  assert.deepEqual(await by({ groupBy: 'model', filterGroupBy }), {
    groups: [
      ['large', 2],
      ['small', 1],
    ],
    groupCount: undefined,
    totalValue: 3,
  })
  assert.equal((await read(id, { subject: ada })).totalValue, 3)
  assert.equal((await read(id, { subject: 'cus_nobody' })).totalValue, 0)
})

test('what cannot be asked is refused by its field', async () => {
  const { metric, meter } = await given()
  const id = await metric({ groupBy: { model: '$.model' } })
  const span = { from: '2026-10-01T00:00:00Z', to: '2026-11-01T00:00:00Z' }
  const wrong: readonly [Record<string, string | number>, string][] = [
    [{ ...span, to: '2026-09-01T00:00:00Z' }, 'to'],
    [{ ...span, groupBy: 'colour' }, 'groupBy'],
    [{ ...span, groupLimit: 2 }, 'groupLimit'],
    [{ ...span, groupBy: 'model', groupOffset: 2 }, 'groupOffset'],
    [{ ...span, filterGroupBy: '[]' }, 'filterGroupBy'],
    [{ ...span, filterGroupBy: '{"model": 3}' }, 'filterGroupBy.model'],
    [{ ...span, windowSize: 'YEAR' }, 'windowSize'],
    [{ to: span.to }, 'from'],
  ]
  for (const [query, field] of wrong) {
    const { status, body } = await meter(id, query)
    assert.deepEqual([status, body.errors?.[0]?.field], [400, field])
  }
})

test('a metric that reads from a moment on has no use for what happened before', async () => {
  const { metric, customer, send, read } = await given()
  const id = await metric({ eventFrom: '2026-10-05T00:00:00Z' })
  const subject = await customer()
  await send([
    at(subject, '2026-10-04T23:59:59Z', { tokens: 1 }),
    at(subject, '2026-10-05T00:00:00Z', { tokens: 2 }),
  ])
  assert.equal((await read(id)).totalValue, 2)
})

test('the events that a metric read are listed with what was sent, the latest first', async () => {
  const { metric, customer, send, events } = await given()
  const id = await metric()
  const subject = await customer({ externalId: 'ada-list' })
  const more = { idempotencyKey: 'list-1', externalId: 'call-1', externalSubject: 'ada-list' }
  const [, second] = await send([
    at(subject, '2026-10-03T10:00:00Z', { tokens: 1 }),
    { ...at(subject, '2026-10-04T10:00:00Z', { tokens: 2, note: 'kept' }), ...more },
    at(await customer(), '2026-10-05T10:00:00Z', { tokens: 4 }),
  ])
  const span = { from: '2026-10-01T00:00:00Z', to: '2026-11-01T00:00:00Z' }
  const { body } = await events(id, { ...span, subject })
  assert.deepEqual(body.pagination, { limit: 20, offset: 0, total: 2 })
  assert.deepEqual(body.events[0], {
    id: second,
    object: 'meterEvent',
    type: 'llm.call',
    source: 'gateway',
    subject,
    time: '2026-10-04T10:00:00Z',
    data: { tokens: 2, note: 'kept' },
    ...more,
  })
  const page = await events(id, { ...span, limit: 1, offset: 1 })
  assert.deepEqual([page.body.events[0].id, page.body.pagination.total], [second, 3])
  for (const query of [{ externalId: 'call-1' }, { externalSubject: 'ada-list' }]) {
    const found = (await events(id, { ...span, ...query })).body
    assert.deepEqual(
      found.events.map((event: { id: string }) => event.id),
      [second],
    )
  }
})

test('a metric that is made after its events reads them, in steps that can be watched', async () => {
  const { key, metric, customer, send, read } = await given()
  await metric()
  const subject = await customer()
  for (let day = 1; day <= 5; day += 1) {
    await send([at(subject, `2026-10-0${day}T10:00:00Z`, { tokens: day, words: 10 })])
  }
  const id = await metric({ valueProperty: '$.words' })
  const backfill = async () =>
    (await call(it, 'getBillableMetricBackfill', { key, params: { id } })).body
  const begun = await backfill()
  assert.deepEqual([begun.status, begun.processed, begun.total], ['running', 0, 5])
  await runDueWork(it)
  await pass(it, { seconds: 30 })
  const { status, processed, total, events, completedAt } = await backfill()
  assert.deepEqual([status, processed, total, events], ['completed', 5, 5, 5])
  assert.ok(completedAt)
  assert.equal((await read(id)).totalValue, 50)
  await send([at(subject, '2026-10-09T10:00:00Z', { tokens: 1, words: 3 })])
  assert.equal((await read(id)).totalValue, 53)
})

test('a metric that is changed shows what it showed until all is read anew', async () => {
  const { key, metric, customer, send, read } = await given()
  const id = await metric()
  const subject = await customer()
  await send([at(subject, '2026-10-03T10:00:00Z', { tokens: 7, words: 2 })])
  const body = { valueProperty: '$.words' }
  assert.equal((await call(it, 'updateBillableMetric', { key, params: { id }, body })).status, 200)
  assert.equal((await read(id)).totalValue, 7)
  await runDueWork(it)
  await pass(it, { seconds: 30 })
  assert.equal((await read(id)).totalValue, 2)
})

test('a meter of another merchant is answered as if it never existed', async () => {
  const mine = await given()
  const id = await mine.metric()
  const other = await given()
  const span = { from: '2026-10-01T00:00:00Z', to: '2026-11-01T00:00:00Z' }
  assert.equal((await other.meter(id, span)).status, 404)
  assert.equal((await other.events(id, span)).status, 404)
})
