import assert from 'node:assert/strict'
import { test } from 'node:test'
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
