import assert from 'node:assert/strict'
import { test } from 'node:test'
import pg from 'pg'
import { december, givenInvoicing } from '../../../test/harness/invoiced.ts'
import { call, product } from '../../../test/harness/product.ts'

const it = product()

test('a line of usage names its price, its quantity and the query that finds it, its rounding and its tax', async () => {
  const shop = await givenInvoicing(it)
  const priceId = await shop.usage('0.0000333')
  const planId = await shop.plan([priceId], { defaultTaxRate: 19 })
  const { clockId, customerId, id } = await shop.subscriber({ planId, at: december })
  await shop.uses(customerId, 1234567)
  await shop.passes(clockId, 'P32D')
  const { id: invoiceId } = await shop.period(id, 1)
  const { entryId, calculatedAt, totals, lines } = await shop.explanation(invoiceId)
  assert.match(entryId, /^ety_/)
  assert.equal(calculatedAt, '2027-01-02T00:00:00Z')
  assert.deepEqual(totals, {
    ...{ subtotal: '41.11', totalTax: '7.81', grandTotal: '48.92', alreadyPaid: '0.00' },
  })
  const [{ price, quantity, cycle, billed, rounding, taxation, ...line }] = lines
  assert.deepEqual(price, {
    priceId,
    displayName: 'Tokens read',
    paymentTerm: 'in_arrears',
    cadence: 'plan',
    model: 'standard',
    properties: { unitPrice: '0.0000333' },
  })
  const { asOf, ...query } = quantity
  assert.ok(asOf)
  assert.deepEqual(query, {
    ...{ value: '1234567', source: 'meter' },
    ...{ billableMetricId: shop.billableMetricId, customerId },
    ...{ from: '2026-12-01T00:00:00Z', to: '2027-01-01T00:00:00Z' },
  })
  assert.deepEqual(cycle, { start: '2026-12-01T00:00:00Z', end: '2027-01-01T00:00:00Z' })
  assert.deepEqual(billed, cycle)
  assert.deepEqual(rounding, { mode: 'half_away_from_zero', digits: 2 })
  assert.equal(line.cycleAmount, '41.1110811')
  assert.deepEqual(
    [line.roundedAmount, line.cutAmount, line.proration],
    ['41.11', '0.00', undefined],
  )
  assert.deepEqual(taxation, {
    ...{ percent: '19', source: 'plan', behavior: 'exclusive', tax: '7.81' },
  })
})

test('the query that an explanation names answers the quantity that was billed', async () => {
  const shop = await givenInvoicing(it)
  const planId = await shop.plan([await shop.usage('0.25')])
  const { clockId, customerId, id } = await shop.subscriber({ planId, at: december })
  await shop.uses(customerId, 7)
  await shop.passes(clockId, 'P32D')
  const [{ quantity }] = (await shop.explanation((await shop.period(id, 1)).id)).lines
  const { from, to, billableMetricId } = quantity
  const params = { id: billableMetricId }
  const query = { subject: quantity.customerId, from, to }
  const { body } = await call(it, 'getBillableMetricMeter', { key: shop.key, params, query })
  assert.equal(String(body.totalValue), quantity.value)
})

test('a fee for a part of its cycle says which part, to the nanosecond', async () => {
  const shop = await givenInvoicing(it)
  const planId = await shop.plan([await shop.fee('31.00', { paymentTerm: 'in_arrears' })])
  const { clockId, id } = await shop.subscriber({ planId, at: december })
  await shop.passes(clockId, 'P10D')
  await shop.post('terminateSubscription', id, { reason: 'Moved away' })
  await shop.passes(clockId, 'P1D')
  const [line] = (await shop.explanation((await shop.period(id, 1)).id)).lines
  const day = 86_400n * 10n ** 9n
  assert.deepEqual(line.proration, { nanoseconds: `${10n * day}`, ofNanoseconds: `${31n * day}` })
  assert.deepEqual([line.cycleAmount, line.roundedAmount], ['31', '10.00'])
  assert.equal(line.billed.end, '2026-12-11T00:00:00Z')
  assert.equal(line.cycle.end, '2027-01-01T00:00:00Z')
})

test('what was carried over names the line that another invoice could not take', async () => {
  const shop = await givenInvoicing(it)
  const planId = await shop.plan([await shop.fee('5.00', { paymentTerm: 'in_arrears' })])
  const { clockId, id: subscriptionId } = await shop.subscriber({ planId, at: december })
  await shop.writes({ subscriptionId, unitPrice: -7 })
  await shop.passes(clockId, 'P64D')
  const [first, second] = [
    await shop.explanation((await shop.period(subscriptionId, 1)).id),
    await shop.explanation((await shop.period(subscriptionId, 2)).id),
  ]
  const [origin, carried] = [first.lines.at(-1), second.lines.at(-1)]
  assert.deepEqual([origin.roundedAmount, origin.cutAmount], ['-7.00', '2.00'])
  assert.equal(carried.carriedFrom, origin.lineItemId)
  assert.deepEqual([carried.cause, carried.subtotal], ['credit', '-2.00'])
})

test('the price that is explained is the one of the period, whatever it costs today', async () => {
  const shop = await givenInvoicing(it)
  const priceId = await shop.usage('0.25')
  const { clockId, customerId, id } = await shop.subscriber({
    planId: await shop.plan([priceId]),
    at: december,
  })
  await shop.uses(customerId, 10)
  await shop.post('updatePrice', priceId, { properties: { unitPrice: '7.00' } })
  await shop.passes(clockId, 'P32D')
  const { lines, recomputed } = await shop.explanation((await shop.period(id, 1)).id)
  assert.deepEqual(lines[0].price.properties, { unitPrice: '0.25' })
  assert.equal(lines[0].subtotal, '2.50')
  assert.equal(recomputed, true)
})

test('an open invoice is explained as it would be now, and has no entry', async () => {
  const shop = await givenInvoicing(it)
  const planId = await shop.plan([await shop.usage('0.25')])
  const { customerId, id } = await shop.subscriber({ planId, at: december })
  await shop.uses(customerId, 10)
  const { status, totals, entryId, recomputed } = await shop.explanation(
    (await shop.period(id, 1)).id,
  )
  assert.deepEqual([status, totals.subtotal, entryId], ['ACTIVE', '2.50', undefined])
  assert.equal(recomputed, true)
})

/** What somebody might change in the database, and put back. */
const changes = [
  `invoice_lines set subtotal = subtotal + 1, total = total + 1`,
  `invoice_lines set tax = tax + 1, total = total + 1`,
  `invoice_lines set basis = jsonb_set(basis, '{quantity}', '"11"')`,
  `invoice_lines set basis = jsonb_set(basis, '{price,figures,properties,unitPrice}', '"9"')`,
  `invoice_lines set basis = jsonb_set(basis, '{tax,percent}', '"20"')`,
  `invoices set subtotal = subtotal + 1, grand_total = grand_total + 1`,
]

test('a figure that was changed behind the back of the product is not confirmed by computing it again', async () => {
  const shop = await givenInvoicing(it)
  const planId = await shop.plan([await shop.usage('0.25')], { defaultTaxRate: 19 })
  const { clockId, customerId, id } = await shop.subscriber({ planId, at: december })
  await shop.uses(customerId, 10)
  await shop.passes(clockId, 'P32D')
  const { id: invoiceId } = await shop.period(id, 1)
  const client = new pg.Client({ connectionString: it.installation.databaseUrl })
  await client.connect()
  try {
    for (const change of changes) {
      const [table] = change.split(' ')
      await client.query(`create temporary table kept as select * from tally.${table}`)
      await client.query('set session_replication_role = replica')
      await client.query(`update tally.${change} where invoice_id = '${invoiceId}'`)
      const { recomputed } = await shop.explanation(invoiceId)
      await client.query(`delete from tally.${table}`)
      await client.query(`insert into tally.${table} select * from kept`)
      await client.query('drop table kept')
      assert.equal(recomputed, false, change)
    }
  } finally {
    await client.end()
  }
  assert.equal((await shop.explanation(invoiceId)).recomputed, true)
})
