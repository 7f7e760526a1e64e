import assert from 'node:assert/strict'
import { test } from 'node:test'
import { asApp } from '../../test/harness/acting.ts'
import { foldAll } from '../../test/harness/events.ts'
import {
  givenMetered,
  givenSubscriber,
  type Metered,
  standard,
} from '../../test/harness/metered.ts'
import { call, product } from '../../test/harness/product.ts'
import { followMetric } from './follow-metric.ts'
import { readMeters } from './read-meter.ts'

const it = product()
const from = '2026-11-01T00:00:00Z'
const to = '2026-12-01T00:00:00Z'

async function given() {
  const merchant = await givenMetered(it, { prices: [standard('0.01'), standard('0.01')] })
  const { customerId } = await givenSubscriber(it, merchant, { funds: '1000.00' })
  const use = async (idempotencyKey: string, quantities: readonly number[]) => {
    const properties = quantities.map((quantity, at) => ({
      billableMetricId: merchant.metricIds[at] ?? '',
      quantity,
    }))
    const about = { customerId, merchantId: merchant.organizationId, idempotencyKey, properties }
    const body = { ...about, timestamp: it.clock.now.toString() }
    const reply = await call(it, 'createUsageEvent', { key: merchant.key, body })
    assert.equal(reply.status, 201, JSON.stringify(reply.body))
    return reply.body.id as string
  }
  return { merchant, customerId, use }
}

async function meterOf({ key, metricIds }: Metered, query: object = {}) {
  const params = { id: metricIds[0] ?? '' }
  const reply = await call(it, 'getBillableMetricMeter', {
    key,
    params,
    query: { from, to, ...query },
  })
  assert.equal(reply.status, 200, JSON.stringify(reply.body))
  return reply.body
}

test('usage that is charged on arrival counts in the meter of its metric, once, folded or not', async () => {
  const { merchant, customerId, use } = await given()
  await use('first', [30, 5])
  await foldAll(it, merchant)
  await use('second', [12, 5])
  await use('second', [12, 5])

  assert.equal((await meterOf(merchant)).totalValue, 42)
  const { groupedValues } = await meterOf(merchant, { groupBy: 'subject' })
  assert.deepEqual(groupedValues, [{ groupBy: { subject: customerId }, value: 42, eventCount: 2 }])
})

test('what funds cannot pay counts in no meter', async () => {
  const { merchant, customerId } = await given()
  const properties = [{ billableMetricId: merchant.metricIds[0] ?? '', quantity: 100_001 }]
  const about = { customerId, merchantId: merchant.organizationId, properties }
  const body = { ...about, idempotencyKey: 'too much', timestamp: it.clock.now.toString() }
  const reply = await call(it, 'createUsageEvent', { key: merchant.key, body })
  assert.deepEqual([reply.status, reply.body.code], [400, 'INSUFFICIENT_FUNDS'])
  assert.equal((await meterOf(merchant)).totalValue, 0)
})

test('different quantities are counted where a metric counts what is different', async () => {
  const { merchant, use } = await given()
  await asApp(it, merchant, ({ db }) =>
    db
      .updateTable('tally.billable_metrics')
      .set({ aggregation: 'UNIQUE_COUNT' })
      .where('billable_metric_id', '=', merchant.metricIds[0] ?? '')
      .execute(),
  )
  await use('one', [7, 1])
  await use('two', [7, 1])
  await foldAll(it, merchant)
  await use('three', [8, 1])
  assert.equal((await meterOf(merchant)).totalValue, 2)
})

test('what was charged on arrival is not read again when the period is billed; events of the metric are', async () => {
  const { merchant, customerId, use } = await given()
  const [id = ''] = merchant.metricIds
  const reading = { eventType: 'page.read', valueProperty: '$.pages' }
  const more = { groupBy: undefined, eventFrom: undefined }
  await asApp(it, merchant, (ctx) =>
    followMetric(ctx, { id, aggregation: 'SUM', ...reading, ...more }),
  )
  await use('charged', [30, 5])
  const body = { type: 'page.read', source: 'tests', subject: customerId, data: { pages: 4 } }
  assert.equal((await call(it, 'ingestEvent', { key: merchant.key, body })).status, 202)

  assert.equal((await meterOf(merchant)).totalValue, 34)
  const span = { from: Temporal.Instant.from(from), to: Temporal.Instant.from(to) }
  const [billed] = await asApp(it, merchant, (ctx) =>
    readMeters(ctx, [{ billableMetricId: id, customerId, ...span }]),
  )
  assert.deepEqual([billed?.events, `${billed?.quantity}`], [1n, `${4n * 10n ** 15n}`])
})
