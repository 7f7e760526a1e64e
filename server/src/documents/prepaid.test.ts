import assert from 'node:assert/strict'
import { test } from 'node:test'
import { givenMetric } from '../../test/harness/catalog.ts'
import { openAt } from '../../test/harness/files.ts'
import { december, givenInvoicing } from '../../test/harness/invoiced.ts'
import { pdfText } from '../../test/harness/pdf-text.ts'
import { call, product } from '../../test/harness/product.ts'

const it = product()

test('usage that was paid as it came is on the invoice as paid, on no credit note, and has a receipt', async () => {
  const shop = await givenInvoicing(it)
  const { key, organizationId: merchantId } = shop
  const { billableMetricId } = await givenMetric(it, shop, { productId: shop.productId })
  const instant = { billableMetricId, paymentTerm: 'instant', invoiceDisplayName: 'Images' }
  const images = await shop.usage('0.014', instant)
  const terms = { billingVersion: 0, defaultTaxRate: 10, renewalReminderEnabled: false }
  const bill = async (prices: readonly string[]) => {
    const planId = await shop.plan(prices, terms)
    const wish = { planId, at: december, prefundAmount: '20.00' }
    const { clockId, customerId, id } = await shop.subscriber(wish)
    await shop.uses(customerId, 10)
    const properties = [{ billableMetricId, quantity: 3 }]
    const what = { merchantId, customerId, timestamp: december, properties }
    const body = { ...what, idempotencyKey: `images of ${customerId}` }
    assert.equal((await call(it, 'createUsageEvent', { key, body })).status, 201)
    await shop.passes(clockId, 'P32D')
    return { customerId, invoice: await shop.period(id, 1) }
  }
  const { invoice } = await bill([await shop.usage('0.10'), images])
  const text = async (url: string) => pdfText((await openAt(it, url)).bytes)[0]?.join('') ?? ''
  const said = await text(invoice.pdfUrl)
  assert.match(said, /ImagesCharged as it was used, already paid/)
  assert.match(said, /Total1\.14 USDAlready paid−0\.04 USDAmount due1\.10 USD/)

  await call(it, 'markInvoicePaid', { key, params: { id: invoice.id } })
  const { body: note } = await call(it, 'createInvoiceRefund', { key, params: { id: invoice.id } })
  const credited = await text(note.pdfUrl)
  assert.match(credited, /Tokens read.*Subtotal1\.00 USD.*Amount credited1\.10 USD/)
  assert.ok(!credited.includes('Images'), credited)

  const { customerId, invoice: paid } = await bill([images])
  assert.deepEqual([paid.status, paid.grandTotal], ['PAID', '0.04'])
  const { body } = await call(it, 'listNotices', { key, query: { customerId } })
  assert.deepEqual(
    body.data.map(({ subject }: { subject: string }) => subject.split(' from ')[0]),
    [`Receipt for invoice ${paid.invoiceNumber}`],
  )
})
