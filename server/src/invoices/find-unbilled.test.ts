import assert from 'node:assert/strict'
import { test } from 'node:test'
import { call, product } from '../../test/harness/product.ts'
import { givenShop } from '../../test/harness/standard.ts'

const it = product()

async function ends(key: string, id: string) {
  const body = { reason: 'Moved away' }
  const reply = await call(it, 'terminateSubscription', { key, params: { id }, body })
  assert.equal(reply.status, 200)
}

test('usage that comes after the last invoice waits in the inbox, once, and nothing is billed by itself', async () => {
  const shop = await givenShop(it)
  const planId = await shop.plan([await shop.usage('0.50')])
  const at = '2027-01-01T00:00:00Z'
  const { clockId, customerId, id } = await shop.subscriber({ planId, at })
  const { key } = shop
  const inbox = async () =>
    (await call(it, 'listInboxEvents', { key, query: { kind: 'unbilled' } })).body.data

  await shop.uses(customerId, 10, '2027-01-02T00:00:00Z')
  await shop.passes(clockId, 'P10D')
  await ends(key, id)
  await shop.uses(customerId, 4, '2027-01-03T00:00:00Z')
  await shop.passes(clockId, 'P3D')
  assert.deepEqual(await shop.bills(id), ['1 2027-01-01 ISSUED 7.00'], 'within the grace it counts')
  assert.deepEqual(await inbox(), [])

  await shop.uses(customerId, 3, '2027-01-04T00:00:00Z')
  await shop.uses(customerId, 5, '2027-01-12T00:00:00Z')
  await shop.passes(clockId, 'P1D')
  const found = await inbox()
  assert.equal(found.length, 1, 'after its end nothing is used')
  const { reason, replayable, data, timestamp, billableMetricId } = found[0]
  assert.deepEqual(
    { reason, replayable, data, timestamp, billableMetricId },
    {
      ...{ reason: 'FINAL_INVOICE_ISSUED', replayable: false, data: { tokens: 3 } },
      ...{ timestamp: '2027-01-04T00:00:00Z', billableMetricId: shop.billableMetricId },
    },
  )
  await shop.passes(clockId, 'P5D')
  assert.equal((await inbox()).length, 1)
  await shop.uses(customerId, 2, '2027-01-05T00:00:00Z')
  await shop.passes(clockId, 'P1D')
  assert.equal((await inbox()).length, 2)
  assert.deepEqual(await shop.bills(id), ['1 2027-01-01 ISSUED 7.00'])
})

test('for late usage is looked as long as an event can come again, and no longer', async () => {
  const shop = await givenShop(it)
  const planId = await shop.plan([await shop.usage('0.50')])
  const at = '2027-01-01T00:00:00Z'
  const { clockId, customerId, id } = await shop.subscriber({ planId, at })
  const { key } = shop
  await shop.uses(customerId, 10, '2027-01-02T00:00:00Z')
  await shop.passes(clockId, 'P10D')
  await ends(key, id)
  await shop.passes(clockId, 'P60D')
  await shop.uses(customerId, 3, '2027-01-04T00:00:00Z')
  await shop.passes(clockId, 'P60D')
  const { body } = await call(it, 'listInboxEvents', { key, query: { kind: 'unbilled' } })
  assert.deepEqual(body.data, [])
})
