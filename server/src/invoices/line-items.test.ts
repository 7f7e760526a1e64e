import assert from 'node:assert/strict'
import { test } from 'node:test'
import { december, givenInvoicing } from '../../test/harness/invoiced.ts'
import { call, product } from '../../test/harness/product.ts'

const it = product()

type Shop = Awaited<ReturnType<typeof givenInvoicing>>

/** One who uses 10 in December, for 2.50, and pays 49.00 a month. */
async function givenSubscriber(shop: Shop) {
  const planId = await shop.plan([await shop.fee('49.00'), await shop.usage('0.25')])
  const subscriber = await shop.subscriber({ planId, at: december })
  await shop.uses(subscriber.customerId, 10)
  return subscriber
}

test('while a period is open, its lines are pending and say what was used so far', async () => {
  const shop = await givenInvoicing(it)
  const { customerId, id } = await givenSubscriber(shop)
  const { body } = await shop.lineItems({ subscriptionId: id, status: 'pending' })
  assert.equal(body.totalCount, 2)
  const [usage, fee] = body.data
  assert.deepEqual(
    [usage.type, usage.status, usage.quantity, usage.meteredQuantity, usage.subtotal],
    ['metered', 'pending', null, null, '0.00'],
  )
  assert.equal(usage.estimatedMeteredQuantity, '10')
  assert.equal(usage.estimatedSubtotal, '2.50')
  assert.equal(usage.paymentTerm, null)
  assert.deepEqual(
    [fee.type, fee.status, fee.quantity, fee.subtotal, fee.taxesTotal, fee.paymentTerm],
    ['fee', 'pending', '1', '49.00', null, 'in_advance'],
  )
  assert.equal(fee.periodStart, '2027-01-01T00:00:00Z')
  assert.equal(fee.calculatedAt, null)
  const summary = { feeSubtotal: '49.00', meteredEstimatedSubtotal: '2.50', currency: 'USD' }
  assert.deepEqual(body.summary, summary)

  await shop.uses(customerId, 2)
  const later = (await shop.lineItems({ subscriptionId: id, status: 'pending' })).body
  assert.equal(later.data[0].id, usage.id)
  assert.equal(later.data[0].estimatedMeteredQuantity, '12')
  assert.equal(later.summary.meteredEstimatedSubtotal, '3.00')
})

test('an invoiced line has the id that it had while it was pending, and its final amounts', async () => {
  const shop = await givenInvoicing(it)
  const { clockId, id } = await givenSubscriber(shop)
  const pending = (await shop.lineItems({ subscriptionId: id, status: 'pending' })).body.data
  await shop.passes(clockId, 'P32D')
  const { id: invoiceId } = await shop.period(id, 1)
  const { data, summary } = (await shop.lineItems({ invoiceId })).body
  assert.deepEqual(
    data.map((line: { id: string }) => line.id),
    pending.map((line: { id: string }) => line.id),
  )
  const [usage] = data
  assert.deepEqual(
    [usage.status, usage.quantity, usage.meteredQuantity, usage.subtotal, usage.taxesTotal],
    ['invoiced', '10', '10', '2.50', '0.00'],
  )
  assert.equal(usage.calculatedAt, '2027-01-02T00:00:00Z')
  assert.equal(usage.estimatedMeteredQuantity, undefined)
  assert.equal(usage.invoiceId, invoiceId)
  assert.deepEqual(summary, {
    feeSubtotal: '49.00',
    meteredEstimatedSubtotal: '2.50',
    currency: 'USD',
  })
})

test('lines of a subscription are listed by page and by status, and sums are of all of them', async () => {
  const shop = await givenInvoicing(it)
  const { clockId, id: subscriptionId } = await givenSubscriber(shop)
  await shop.passes(clockId, 'P32D')
  const ids = async (query: object) =>
    (await shop.lineItems({ subscriptionId, ...query })).body.data.map(
      (line: { id: string }) => line.id,
    )
  const all = await ids({})
  // The fee of January is ahead; Invoice 0 has one line, and the invoice of December two.
  assert.equal(all.length, 4)
  assert.deepEqual(
    [...(await ids({ limit: 3 })), ...(await ids({ limit: 3, offset: 3 }))],
    all,
    'pages hold every line once',
  )
  assert.deepEqual(
    [...(await ids({ status: 'pending' })), ...(await ids({ status: 'invoiced' }))],
    all,
  )
  const { body } = await shop.lineItems({ subscriptionId, limit: 1 })
  assert.equal(body.totalCount, 4)
  assert.equal(body.summary.feeSubtotal, '147.00')
})

test('line items are asked for by subscription or by invoice, and a status goes with a subscription only', async () => {
  const shop = await givenInvoicing(it)
  const { id: subscriptionId } = await givenSubscriber(shop)
  const { id: invoiceId } = await shop.period(subscriptionId, 1)
  for (const query of [{}, { invoiceId, status: 'pending' }]) {
    assert.equal((await shop.lineItems(query)).status, 400)
  }
  assert.equal((await shop.lineItems({ invoiceId, subscriptionId })).status, 200)
  const other = await givenSubscriber(shop)
  assert.equal((await shop.lineItems({ invoiceId, subscriptionId: other.id })).status, 404)
  assert.equal((await shop.lineItems({ subscriptionId: `sub_${'0'.repeat(32)}` })).status, 404)
})

test('an invoice shows its lines by metric and fee, with quantities, while it is open and afterwards', async () => {
  const shop = await givenInvoicing(it)
  const { clockId, id } = await givenSubscriber(shop)
  const { id: invoiceId } = await shop.period(id, 1)
  const open = await shop.invoiceLines(invoiceId)
  assert.equal(open.totalCount, 2)
  const [usage, fee] = open.lineItems
  assert.deepEqual(
    [usage.eventType, usage.eventSourceId, usage.metricName, usage.metricUnit, usage.quantity],
    ['usage', shop.billableMetricId, 'Tokens', 'token', 10],
  )
  assert.deepEqual([usage.unitPrice, usage.totalPrice, usage.taxRate], ['0.25', '2.50', 0])
  assert.deepEqual(
    [fee.eventType, fee.metricName, fee.metricUnit, fee.quantity, fee.totalAmount],
    ['fee', 'Setup', '', 1, '49.00'],
  )
  await shop.passes(clockId, 'P32D')
  assert.deepEqual(await shop.invoiceLines(invoiceId), open)
})

test('an opaque token leads from page to page of the lines of an invoice', async () => {
  const shop = await givenInvoicing(it)
  const { id } = await givenSubscriber(shop)
  const { id: invoiceId } = await shop.period(id, 1)
  for (const displayName of ['First', 'Second', 'Third']) {
    await shop.writes({ invoiceId, displayName })
  }
  const names: string[] = []
  let pages = 0
  for (let pageToken: string | null | undefined; pageToken !== null; pages += 1) {
    const page = await shop.invoiceLines(invoiceId, { limit: 2, ...(pageToken && { pageToken }) })
    assert.equal(page.totalCount, 5)
    names.push(...page.lineItems.map((line: { metricName: string }) => line.metricName))
    pageToken = page.nextPageToken
  }
  assert.equal(pages, 3)
  assert.deepEqual(names, ['Tokens', 'Setup', 'First', 'Second', 'Third'])

  const query = { pageToken: 'made-up' }
  const forged = await call(it, 'getInvoiceLineItems', {
    key: shop.key,
    params: { id: invoiceId },
    query,
  })
  assert.equal(forged.status, 400)
  assert.equal(forged.body.errors[0].field, 'pageToken')
})

test('an invoice brings its first lines along when it is asked to', async () => {
  const shop = await givenInvoicing(it)
  const { id } = await givenSubscriber(shop)
  const { id: invoiceId } = await shop.period(id, 1)
  assert.equal((await shop.invoice(invoiceId)).lineItems, undefined)
  const query = { expand: 'lineItems,items', lineItemsLimit: 1 }
  const { lineItems } = await shop.invoice(invoiceId, query)
  assert.equal(lineItems.lineItems[0].metricName, 'Tokens')
  assert.deepEqual(lineItems.items, [])
  const rest = await shop.invoice(invoiceId, {
    ...query,
    lineItemsPageToken: lineItems.nextPageToken,
  })
  assert.equal(rest.lineItems.lineItems[0].metricName, 'Setup')
  assert.equal(rest.lineItems.nextPageToken, null)
})

test('invoices are listed by status, subscription and customer, page by page', async () => {
  const shop = await givenInvoicing(it)
  const { key } = shop
  const { customerId, id: subscriptionId } = await givenSubscriber(shop)
  await givenSubscriber(shop)
  const list = async (query: Record<string, string | number>) => {
    const { body } = await call(it, 'listInvoices', { key, query })
    return [body.pagination.total, body.data.map(({ status }: { status: string }) => status)]
  }
  assert.deepEqual(await list({ status: 'ACTIVE' }), [2, ['ACTIVE', 'ACTIVE']])
  assert.deepEqual(await list({ subscriptionId }), [2, ['ACTIVE', 'PAID']])
  assert.deepEqual(await list({ customerId, status: 'PAID' }), [1, ['PAID']])
  assert.deepEqual(await list({ limit: 1, offset: 3 }), [4, ['PAID']])
  const ready = await call(it, 'listInvoices', { key, query: { nextActionAt: 'ready' } })
  assert.equal(ready.status, 403)
})
