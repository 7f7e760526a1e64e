import assert from 'node:assert/strict'
import { test } from 'node:test'
import { assertExplained, december, givenInvoicing } from '../harness/invoiced.ts'
import { product } from '../harness/product.ts'

const it = product()

test('usage that comes late is billed once, by the tiers of its own period: in the grace with it, afterwards with the next', async () => {
  const shop = await givenInvoicing(it)
  const tiers = [
    { upTo: '100', unitPrice: '0.10', flatFee: '0' },
    { unitPrice: '0.01', flatFee: '0' },
  ]
  const graduated = { pricing: { model: 'graduated', tiers } }
  const planId = await shop.plan([await shop.usage('0', graduated), await shop.fee('49.00')])
  const { clockId, customerId, id } = await shop.subscriber({ planId, at: december })
  await shop.passes(clockId, 'P30D')
  await shop.uses(customerId, 60, '2026-12-31T23:59:59.999Z')

  // January has begun: the first half of its first day is December's grace.
  await shop.passes(clockId, 'P1DT12H')
  await shop.uses(customerId, 30, '2026-12-31T23:00:00Z')
  await shop.uses(customerId, 7, '2027-01-01T00:00:00Z')
  assert.deepEqual(await shop.bills(id), [
    '0 2026-12-01 PAID 49.00',
    '1 2026-12-01 CLOSING 58.00',
    '2 2027-01-01 ACTIVE 49.70',
  ])
  await shop.passes(clockId, 'P1D')
  assert.equal((await shop.period(id, 1)).grandTotal, '58.00')

  // 90 were billed; with 40 more, 100 cost 10.00 and 30 cost 0.30: 1.30 is the late part.
  await shop.uses(customerId, 40, '2026-12-20T00:00:00Z')
  await shop.passes(clockId, 'P1M')
  const january = await shop.period(id, 2)
  assert.deepEqual(await shop.lines(january.id), [
    'Tokens read 2027-01-01 0.70',
    'Base fee 2027-02-01 49.00',
    'Tokens read 2026-12-01 1.30',
  ])

  // And once more: what was billed late counts as billed, too.
  await shop.uses(customerId, 100, '2026-12-20T00:00:00Z')
  await shop.uses(customerId, -7, '2027-01-20T00:00:00Z')
  await shop.passes(clockId, 'P1M')
  const february = await shop.period(id, 3)
  assert.deepEqual((await shop.lines(february.id)).toSorted(), [
    'Base fee 2027-03-01 49.00',
    'Tokens read 2026-12-01 1.00',
    'Tokens read 2027-01-01 -0.70',
  ])
  assert.equal(february.grandTotal, '49.30')
  await assertExplained(shop, id)
})

test('the last invoice of a subscription has the same grace for what comes late', async () => {
  const shop = await givenInvoicing(it)
  const planId = await shop.plan([await shop.usage('0.10')])
  const { clockId, customerId, id } = await shop.subscriber({ planId, at: december })
  await shop.passes(clockId, 'P10D')
  await shop.uses(customerId, 50)
  await shop.passes(clockId, 'PT1S')
  await shop.post('terminateSubscription', id, { reason: 'Moved away' })
  await shop.passes(clockId, 'PT12H')
  await shop.uses(customerId, 25, '2026-12-05T00:00:00Z')
  // After the end nothing is used any more.
  await shop.uses(customerId, 1000)
  await shop.passes(clockId, 'P1D')
  assert.deepEqual(await shop.bills(id), ['1 2026-12-01 ISSUED 7.50'])
  await assertExplained(shop, id)
})
