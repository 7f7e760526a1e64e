import assert from 'node:assert/strict'
import { test } from 'node:test'
import { payAt } from '../../test/harness/checkout.ts'
import { givenViewer, linkOf } from '../../test/harness/links.ts'
import { call, product } from '../../test/harness/product.ts'
import { givenShop } from '../../test/harness/standard.ts'

const it = product()
const start = '2027-01-01T00:00:00Z'

/** 49.00 a month in advance, and tokens at 0.10 in arrears; 30 of them used in January. */
async function givenBilled() {
  const shop = await givenShop(it)
  const planId = await shop.plan([await shop.fee('49.00'), await shop.usage('0.10')])
  const { id, clockId } = await shop.subscriber({ planId, at: start })
  await shop.passes(clockId, 'P10D')
  await shop.uses(id, 30, '2027-01-05T00:00:00Z')
  return { shop, id, clockId, key: await givenViewer(it, shop, id) }
}

const listed = async (key: string) => (await call(it, 'listPortalInvoices', { key })).body.data

test('a customer sees the invoices that were issued, and all that each of them says', async () => {
  const { shop, id, clockId, key } = await givenBilled()
  assert.deepEqual(
    (await listed(key)).map(({ status, total }: { status: string; total: string }) => [
      status,
      total,
    ]),
    [['PAID', '49.00']],
  )
  await shop.passes(clockId, 'P24D')
  const viewer = await givenViewer(it, shop, id)
  const [invoice, first, ...others] = await listed(viewer)
  assert.deepEqual(others, [])
  assert.deepEqual([first.status, first.amountDue], ['PAID', '0.00'])
  assert.deepEqual([invoice.status, invoice.total, invoice.amountDue], ['ISSUED', '52.00', '52.00'])
  assert.match(invoice.number, /^INV-2027-02-/)

  const params = { id: invoice.id }
  const { body } = await call(it, 'getPortalInvoice', { key: viewer, params })
  assert.deepEqual(
    body.lines.map(({ name, amount }: { name: string; amount: string }) => `${name} ${amount}`),
    ['Tokens read 3.00', 'Base fee 49.00'],
  )
  assert.deepEqual([body.subtotal, body.tax, body.total], ['52.00', '0.00', '52.00'])
  assert.match(body.seller.name, /^merchant/)
  assert.match(body.buyer.name, /^Ada/)
  assert.equal(body.isPaymentInFlight, false)
  assert.deepEqual(body.creditNotes, [])
  assert.match(body.documents.pdf, /\/v0\/documents\//)

  assert.equal((await payAt(it, invoice.paymentUrl)).status, 200)
  const after = await call(it, 'getPortalInvoice', { key: viewer, params })
  assert.deepEqual([after.body.status, after.body.amountDue], ['PAID', '0.00'])
  assert.equal(after.body.paymentUrl, undefined)
})

test('what the next invoice would say is what it says when no more is used', async () => {
  const { shop, id, clockId, key } = await givenBilled()
  const { body } = await call(it, 'getPortalOverview', { key })
  const { nextInvoice } = body
  assert.equal(nextInvoice.at, '2027-02-02T00:00:00Z')
  await shop.passes(clockId, 'P24D')
  const viewer = await givenViewer(it, shop, id)
  const [invoice] = await listed(viewer)
  assert.equal(nextInvoice.amount, invoice.total)
  const params = { id: invoice.id }
  const { body: issued } = await call(it, 'getPortalInvoice', { key: viewer, params })
  assert.deepEqual(
    nextInvoice.lines,
    issued.lines.map(({ name: description, amount }: { name: string; amount: string }) => ({
      description,
      amount,
    })),
  )
})

test('a link shows the invoices of its own subscription alone', async () => {
  const { key } = await givenBilled()
  const other = await givenBilled()
  const [foreign] = await listed(other.key)
  const params = { id: foreign.id }
  assert.equal((await call(it, 'getPortalInvoice', { key, params })).status, 404)

  const { shop } = other
  const planId = await shop.plan([await shop.fee('5.00')], { name: 'Another' })
  const neighbour = await shop.subscriber({ planId, at: start })
  const viewer = await givenViewer(it, shop, neighbour.id)
  assert.equal((await call(it, 'getPortalInvoice', { key: viewer, params })).status, 404)
})

test('a credit note stands with its invoice', async () => {
  const { shop, key } = await givenBilled()
  const [paid] = await listed(key)
  const refund = await shop.post('createInvoiceRefund', paid.id, { reason: 'Goodwill' })
  assert.equal(refund.status, 201, JSON.stringify(refund.body))
  const { body } = await call(it, 'getPortalInvoice', { key, params: { id: paid.id } })
  const [note] = body.creditNotes
  assert.deepEqual([note.status, note.amount], ['ISSUED', '49.00'])
  assert.match(note.number, /^CRN-/)
})

test('the address under which an invoice is paid opens its checkout', async () => {
  const { shop, id, clockId } = await givenBilled()
  await shop.passes(clockId, 'P24D')
  const viewer = await givenViewer(it, shop, id)
  const [{ paymentUrl }] = await listed(viewer)
  const { status } = await call(it, 'createPortalSession', { body: linkOf(paymentUrl) })
  assert.equal(status, 201)
})
