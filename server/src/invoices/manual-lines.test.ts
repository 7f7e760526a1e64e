import assert from 'node:assert/strict'
import { test } from 'node:test'
import { december, givenInvoicing } from '../../test/harness/invoiced.ts'
import { call, product } from '../../test/harness/product.ts'

const it = product()

async function givenSubscriber(currency = 'USD') {
  const shop = await givenInvoicing(it)
  const { key, organizationId } = shop
  const [params, body] = [{ id: organizationId }, { supportedCurrencies: [currency] }]
  await call(it, 'updateOrganization', { key, params, body })
  const planId = await shop.plan([await shop.fee('5.00', { paymentTerm: 'in_arrears' })], {
    currency,
  })
  return { shop, ...(await shop.subscriber({ planId, at: december })) }
}

test('a line by hand goes on the next invoice of its subscription, with what it is for', async () => {
  const { shop, clockId, id: subscriptionId } = await givenSubscriber()
  const about = { displayName: 'Onboarding', description: 'Two hours', quantity: 2.5 }
  const { status, body } = await shop.writes({ subscriptionId, ...about, unitPrice: 0.33 })
  assert.equal(status, 201)
  assert.deepEqual(
    [body.type, body.status, body.displayName, body.description, body.quantity, body.unitPrice],
    ['manual', 'pending', 'Onboarding', 'Two hours', '2.5', '0.33'],
  )
  assert.deepEqual([body.subtotal, body.taxesTotal, body.invoiceId], ['0.83', null, null])
  assert.equal(body.invoiceAt, december)
  assert.equal((await shop.period(subscriptionId, 1)).subtotal, '5.83')

  await shop.passes(clockId, 'P32D')
  const { id: invoiceId } = await shop.period(subscriptionId, 1)
  assert.deepEqual(await shop.lines(invoiceId), [
    'Base fee 2026-12-01 5.00',
    'Onboarding 2026-12-01 0.83',
  ])
  const { data } = (await shop.lineItems({ invoiceId })).body
  assert.equal(data[1].id, body.id)
  assert.deepEqual([data[1].status, data[1].taxesTotal], ['invoiced', '0.00'])
})

test('what a line costs is rounded once, from the exact product', async () => {
  const { shop, id: subscriptionId } = await givenSubscriber()
  const line = { subscriptionId, quantity: 0.9999999999, unitPrice: 0.005 }
  assert.equal((await shop.writes(line)).body.subtotal, '0.00')
})

test('a line waits until its time, and goes on the invoice that is issued next', async () => {
  const { shop, clockId, id: subscriptionId } = await givenSubscriber()
  const invoiceAt = '2027-01-10T00:00:00Z'
  const { body } = await shop.writes({ subscriptionId, displayName: 'Later', invoiceAt })
  assert.equal(body.invoiceAt, invoiceAt)
  await shop.passes(clockId, 'P32D')
  assert.equal((await shop.period(subscriptionId, 1)).grandTotal, '5.00')
  await shop.passes(clockId, 'P1M')
  assert.equal((await shop.period(subscriptionId, 2)).grandTotal, '15.00')
})

test('a line that is written in the grace goes on the invoice that closes, and shows there alone', async () => {
  const { shop, clockId, id: subscriptionId } = await givenSubscriber()
  await shop.passes(clockId, 'P1M')
  await shop.writes({ subscriptionId })
  assert.deepEqual(await shop.bills(subscriptionId), [
    '1 2026-12-01 CLOSING 15.00',
    '2 2027-01-01 ACTIVE 5.00',
  ])
  const { body } = await shop.lineItems({ subscriptionId })
  assert.equal(body.totalCount, 3)
  assert.equal(body.summary.feeSubtotal, '20.00')
})

test('a line may name its invoice while that is open, and then its time does not matter', async () => {
  const { shop, clockId, id: subscriptionId } = await givenSubscriber()
  await shop.passes(clockId, 'P1M')
  const { id: invoiceId } = await shop.period(subscriptionId, 2)
  const { body } = await shop.writes({ invoiceId, invoiceAt: '2030-01-01T00:00:00Z' })
  assert.equal(body.invoiceId, invoiceId)
  assert.equal(body.invoiceAt, '2027-01-01T00:00:00Z')
  assert.equal(body.periodStart, '2027-01-01T00:00:00Z')
  await shop.passes(clockId, 'P33D')
  assert.deepEqual(await shop.bills(subscriptionId), [
    '1 2026-12-01 ISSUED 5.00',
    '2 2027-01-01 ISSUED 15.00',
    '3 2027-02-01 ACTIVE 5.00',
  ])
  const late = await shop.writes({ invoiceId })
  assert.equal(late.status, 409)
  assert.equal(late.body.code, 'INVOICE_NOT_OPEN')
})

test('the same key in the body answers with the first line, and with another line it is refused', async () => {
  const { shop, id: subscriptionId } = await givenSubscriber()
  const line = { subscriptionId, idempotencyKey: 'onboarding' }
  const first = await shop.writes(line)
  const second = await shop.writes(line)
  assert.deepEqual([first.status, second.status], [201, 200])
  assert.deepEqual(second.body, first.body)
  const other = await shop.writes({ ...line, unitPrice: 11 })
  assert.equal(other.status, 422)
  assert.equal(other.body.code, 'IDEMPOTENCY_KEY_REUSED')
  assert.equal((await shop.period(subscriptionId, 1)).subtotal, '15.00')

  const elsewhere = await givenSubscriber()
  const own = { subscriptionId: elsewhere.id, idempotencyKey: 'onboarding' }
  assert.equal((await elsewhere.shop.writes(own)).status, 201)
})

test('two requests with one key at the same moment write one line', async () => {
  const { shop, id: subscriptionId } = await givenSubscriber()
  const line = { subscriptionId, idempotencyKey: 'twice' }
  const replies = await Promise.all([shop.writes(line), shop.writes(line), shop.writes(line)])
  assert.deepEqual(replies.map(({ status }) => status).toSorted(), [200, 200, 201])
  assert.equal(new Set(replies.map(({ body }) => body.id)).size, 1)
})

test('the key may come in the header, too', async () => {
  const { shop, id: subscriptionId } = await givenSubscriber()
  const headers = { 'idempotency-key': 'in the header' }
  const first = await shop.writes({ subscriptionId }, headers)
  const second = await shop.writes({ subscriptionId }, headers)
  assert.equal(first.status, 201)
  assert.deepEqual(second.body, first.body)
  assert.equal((await shop.writes({ subscriptionId, quantity: 2 }, headers)).status, 422)
  assert.equal((await shop.period(subscriptionId, 1)).subtotal, '15.00')
})

test('a line that makes no sense is refused, and says where', async () => {
  const { shop, id: subscriptionId } = await givenSubscriber()
  const { id: invoiceId } = await shop.period(subscriptionId, 1)
  const [periodStart, periodEnd] = ['2026-12-05T00:00:00Z', '2026-12-05T00:00:00Z']
  for (const [line, field] of [
    [{}, 'subscriptionId'],
    [{ subscriptionId, invoiceId }, 'subscriptionId'],
    [{ subscriptionId, quantity: 0 }, 'quantity'],
    [{ subscriptionId, unitPrice: 1e-20 }, 'unitPrice'],
    [{ subscriptionId, invoiceAt: 'tomorrow' }, 'invoiceAt'],
    [{ subscriptionId, periodStart, periodEnd }, 'periodEnd'],
    [{ subscriptionId, itemId: 'itm_1' }, 'itemId'],
    [{ subscriptionId, displayName: 'x'.repeat(256) }, 'displayName'],
  ] as const) {
    const { status, body } = await shop.writes(line)
    assert.equal(status, 400, JSON.stringify(body))
    assert.equal(body.errors[0].field, field)
  }
  const inEuro = await shop.writes({ subscriptionId, currency: 'EUR' })
  assert.equal(inEuro.body.code, 'CURRENCY_MISMATCH')
  assert.equal((await shop.writes({ subscriptionId: 'sub_unknown' })).status, 404)
})

test('there is no next invoice of a subscription that has ended and was billed', async () => {
  const { shop, clockId, id: subscriptionId } = await givenSubscriber()
  await shop.post('terminateSubscription', subscriptionId, { reason: 'Moved away' })
  await shop.passes(clockId, 'P2D')
  const { status, body } = await shop.writes({ subscriptionId })
  assert.equal(status, 409)
  assert.equal(body.code, 'INVOICE_NOT_OPEN')
})

test('an invoice in yen takes whole yen only', async () => {
  const { shop, clockId, id: subscriptionId } = await givenSubscriber('JPY')
  const line = { subscriptionId, currency: 'JPY', quantity: 3, unitPrice: 0.5 }
  assert.equal((await shop.writes(line)).body.subtotal, '2')
  await shop.passes(clockId, 'P32D')
  assert.equal((await shop.period(subscriptionId, 1)).grandTotal, '7')
})
