import assert from 'node:assert/strict'
import { test } from 'node:test'
import { givenMetric } from '../../test/harness/catalog.ts'
import { givenViewer } from '../../test/harness/links.ts'
import { call, product } from '../../test/harness/product.ts'
import { givenShop } from '../../test/harness/standard.ts'

const it = product()

test('usage that is billed later is shown by window and by dimension, without an amount', async () => {
  const shop = await givenShop(it)
  const { key: merchantKey, productId } = shop
  const reading = {
    eventType: 'call.made',
    valueProperty: '$.tokens',
    groupBy: { model: '$.model' },
  }
  const { billableMetricId } = await givenMetric(it, shop, { productId, ...reading })
  const planId = await shop.plan([await shop.usage('0.10', { billableMetricId })])
  const { id, clockId } = await shop.subscriber({ planId, at: '2027-01-01T00:00:00Z' })
  const neighbour = await shop.subscriber({ planId, at: '2027-01-01T00:00:00Z' })
  for (const clock of [clockId, neighbour.clockId]) await shop.passes(clock, 'P5D')
  const use = async (subject: string, timestamp: string, data: object) => {
    const body = { type: 'call.made', source: 'tests', subject, timestamp, data }
    assert.equal((await call(it, 'ingestEvent', { key: merchantKey, body })).status, 202)
  }
  await use(id, '2027-01-02T05:00:00Z', { tokens: 30, model: 'large' })
  await use(id, '2027-01-02T09:30:00Z', { tokens: 2.5, model: 'small' })
  await use(id, '2027-01-03T00:00:00Z', { tokens: 4, model: 'small' })
  await use(neighbour.id, '2027-01-02T05:00:00Z', { tokens: 1000, model: 'large' })

  const key = await givenViewer(it, shop, id)
  const query = { from: '2027-01-01T00:00:00Z', to: '2027-01-04T00:00:00Z', groupBy: 'model' }
  const { status, body } = await call(it, 'getPortalUsage', { key, query })
  assert.equal(status, 200)
  const [metric] = body.metrics
  assert.deepEqual([metric.quantity, metric.amount], ['36.5', undefined])
  assert.deepEqual(metric.windows, [
    { start: '2027-01-01T00:00:00Z', quantity: '0' },
    { start: '2027-01-02T00:00:00Z', quantity: '32.5' },
    { start: '2027-01-03T00:00:00Z', quantity: '4' },
  ])
  assert.deepEqual(metric.dimensions, ['model'])
  assert.deepEqual(metric.groups, [
    { key: 'large', quantity: '30' },
    { key: 'small', quantity: '6.5' },
  ])
  const other = await call(it, 'getPortalUsage', { key, query: { ...query, groupBy: 'colour' } })
  assert.equal(other.body.metrics[0].groups, undefined)
})

test('what was used before the subscription began is not among its usage', async () => {
  const shop = await givenShop(it)
  const planId = await shop.plan([await shop.usage('0.10')])
  const { id } = await shop.subscriber({ planId, at: '2027-01-10T12:00:00Z' })
  await shop.uses(id, 5, '2027-01-10T11:00:00Z')
  await shop.uses(id, 7, '2027-01-10T12:00:00Z')
  const key = await givenViewer(it, shop, id)
  const query = { from: '2027-01-10T00:00:00Z', to: '2027-01-11T00:00:00Z' }
  const { body } = await call(it, 'getPortalUsage', { key, query })
  assert.equal(body.metrics[0].quantity, '7')
})
