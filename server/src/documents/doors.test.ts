import assert from 'node:assert/strict'
import { renameSync } from 'node:fs'
import { join } from 'node:path'
import { test } from 'node:test'
import { made } from '../../test/harness/catalog.ts'
import { pay } from '../../test/harness/checkout.ts'
import { openAt } from '../../test/harness/files.ts'
import { december, givenInvoicing } from '../../test/harness/invoiced.ts'
import { tokenOf } from '../../test/harness/links.ts'
import { pdfText } from '../../test/harness/pdf-text.ts'
import { call, product } from '../../test/harness/product.ts'

const it = product()
const formats = ['pdf', 'ubl', 'cii'] as const

const seller = {
  legalName: 'Żubr & Søn GmbH',
  address: { line1: 'Hauptstraße 1', city: 'Berlin', zipCode: '10115', country: 'DE' },
  taxIds: [{ type: 'vat', value: 'DE136695976' }],
  email: 'billing@zubr.example.com',
}
const words = { invoiceNotes: 'Thank you.', invoiceFooter: 'HRB 12345 Berlin' }

/** The invoice of December: 49.00 for January, and 22,361,870 tokens at 0.0000025, which is 55.904675. */
async function givenInvoice({ settings = { seller, ...words } as object, taxRate = 19 } = {}) {
  const shop = await givenInvoicing(it, { ...settings })
  const { key, organizationId: merchantId } = shop
  const address = { line1: 'Ring 2', city: 'Wien', zipCode: '1010', country: 'AT' }
  const consumer = { name: 'Ελένη & <Söhne>', email: 'eleni@example.at', address }
  const body = { merchantId, consumer }
  const { customerId } = await made(it, 'createCustomer', { key, body })
  const prices = [await shop.fee('49.00'), await shop.usage('0.0000025')]
  const planId = await shop.plan(prices, { defaultTaxRate: taxRate })
  const { id, clockId } = await shop.subscriber({ planId, at: december, customerId })
  await shop.uses(customerId, 22_361_870, '2026-12-01T12:00:00Z')
  await shop.passes(clockId, 'P1M')
  await shop.passes(clockId, 'P1D')
  const invoice = await shop.period(id, 1)
  assert.equal(invoice.status, 'ISSUED')
  const file = (format: string, invoiceId: string = invoice.id) =>
    openAt(it, `/v2/invoices/${invoiceId}/documents/${format}`, key)
  return { shop, key, customerId, subscriptionId: id, clockId, invoice, file }
}

type Billed = Awaited<ReturnType<typeof givenInvoice>>

/** The same, paid and given back. */
async function givenCreditNote() {
  const billed = await givenInvoice()
  const { key, invoice } = billed
  const payer = await tokenOf(it, invoice.paymentUrl)
  assert.equal((await pay(it, payer, 'succeeds')).body.status, 'completed')
  const params = { id: invoice.id }
  const body = { reason: 'Never worked' }
  const { body: note } = await call(it, 'createInvoiceRefund', { key, params, body })
  const file = (format: string, refundId: string = note.id) =>
    openAt(it, `/v2/invoices/${invoice.id}/refunds/${refundId}/documents/${format}`, key)
  return { ...billed, note, file }
}

test('the PDF says who sold what to whom, line by line, and what it comes to', async () => {
  const { invoice, file } = await givenInvoice()
  const { status, bytes, headers } = await file('pdf')
  assert.deepEqual([status, headers['content-type']], [200, 'application/pdf'])
  const { invoiceNumber } = invoice
  assert.equal(headers['content-disposition'], `attachment; filename="${invoiceNumber}.pdf"`)
  const [page = [], ...more] = pdfText(bytes)
  assert.deepEqual(more, [])
  const text = page.join('')
  const said = [
    ...['Invoice', invoiceNumber, '2 Jan 2027', '1 Dec 2026 – 31 Dec 2026'],
    ...['Żubr & Søn GmbH', 'Hauptstraße 1', '10115 Berlin', 'Germany', 'DE136695976'],
    ...['Ελένη & <Söhne>', 'Ring 2', '1010 Wien', 'Austria'],
    ...['Base fee', '1 Jan 2027 – 31 Jan 2027', '49.00'],
    ...['Tokens read', '22,361,870', '0.0000025', '55.90', '19 %'],
    ...['104.90 EUR', '19.93 EUR', '124.83 EUR'].map((amount) => amount.replace('EUR', 'USD')),
    ...['Thank you.', 'HRB 12345 Berlin', 'Page 1 of 1'],
  ]
  assert.deepEqual(
    said.filter((words) => !text.includes(words)),
    [],
    page.join('|'),
  )
})

test('an invoice is the same file every time, whatever becomes of its merchant and its customer', async () => {
  const { shop, key, customerId, file } = await givenInvoice()
  const before = await Promise.all(formats.map((format) => file(format)))
  await shop.sets({ seller: { ...seller, legalName: 'Renamed AG' }, invoiceFooter: 'Other' })
  const body = { taxId: 'ATU13585627' }
  await call(it, 'updateCustomer', { key, params: { id: customerId }, body })
  const after = await Promise.all(formats.map((format) => file(format)))
  for (const [at, { status, bytes }] of before.entries()) {
    assert.equal(status, 200)
    assert.ok(after[at]?.bytes.equals(bytes), `${formats[at]}`)
  }
})

test('the first invoice of a subscription is a document like any other', async () => {
  const { shop, subscriptionId, file } = await givenInvoice()
  const [first] = await shop.invoices(subscriptionId)
  assert.equal(first.sequenceNumber, 0)
  const earlier = await file('pdf', first.id)
  await shop.sets({ seller: { ...seller, legalName: 'Renamed AG' } })
  assert.ok((await file('pdf', first.id)).bytes.equals(earlier.bytes))
  const [page] = pdfText(earlier.bytes)
  assert.ok(page?.join('').includes('58.31 USD'), `${page}`)
})

test('what is not issued has no document yet, and what is another’s was never there', async () => {
  const { shop, subscriptionId, file, invoice } = await givenInvoice()
  const open = (await shop.invoices(subscriptionId)).at(-1)
  assert.equal(open.status, 'ACTIVE')
  const refused = await file('pdf', open.id)
  assert.deepEqual([refused.status, refused.code], [409, 'DOCUMENT_NOT_AVAILABLE'])
  const stranger = await givenInvoicing(it)
  const path = `/v2/invoices/${invoice.id}/documents/pdf`
  assert.equal((await openAt(it, path, stranger.key)).status, 404)
  assert.equal((await openAt(it, path)).status, 401)
})

test('both e-invoices tell the same as the PDF', async () => {
  const { invoice, file } = await givenInvoice()
  const ubl = (await file('ubl')).bytes.toString()
  assert.match(ubl, /<Invoice /)
  for (const text of [
    `<cbc:ID>${invoice.invoiceNumber}</cbc:ID>`,
    '<cbc:InvoiceTypeCode>380<',
    'Ελένη &amp; &lt;Söhne&gt;',
    '<cbc:CompanyID>DE136695976<',
    // 0.0000025 is said in two decimals, per as many pieces.
    '>0.25</cbc:PriceAmount>',
    '>100000</cbc:BaseQuantity>',
    '>55.90</cbc:LineExtensionAmount>',
    '>19.93</cbc:TaxAmount>',
    '>124.83</cbc:PayableAmount>',
  ]) {
    assert.ok(ubl.includes(text), `${text} in ${ubl}`)
  }
  const cii = await file('cii')
  assert.equal(cii.headers['content-type'], 'application/xml')
  const { invoiceNumber } = invoice
  assert.equal(
    cii.headers['content-disposition'],
    `attachment; filename="${invoiceNumber}-cii.xml"`,
  )
  assert.match(cii.bytes.toString(), /<ram:DuePayableAmount>124\.83</)
})

test('an e-invoice that lacks something says what, and the PDF is there all the same', async () => {
  const { file } = await givenInvoice({ settings: {} })
  const { status, bytes } = await file('ubl')
  const { error, errors } = JSON.parse(bytes.toString())
  assert.deepEqual([status, error], [409, 'conflict'])
  assert.deepEqual(
    errors.map(({ field }: { field: string }) => field),
    ['seller.address.country', 'seller.taxId'],
  )
  assert.equal((await file('pdf')).status, 200)
})

test('the links of an invoice open it without a key: one to be saved, for a week, one to be looked at', async () => {
  const { invoice, file } = await givenInvoice()
  const { bytes } = await file('pdf')
  const saved = await openAt(it, invoice.pdfUrl)
  assert.ok(saved.bytes.equals(bytes))
  assert.match(String(saved.headers['content-disposition']), /^attachment;/)
  assert.equal(saved.headers['cache-control'], 'private, no-store')
  const looked = await openAt(it, invoice.permalink)
  assert.ok(looked.bytes.equals(bytes))
  assert.match(String(looked.headers['content-disposition']), /^inline;/)

  const { now } = it.clock
  it.clock.now = now.add({ hours: 24 * 7 })
  assert.equal((await openAt(it, invoice.pdfUrl)).status, 200)
  it.clock.now = now.add({ hours: 24 * 8 })
  assert.equal((await openAt(it, invoice.pdfUrl)).status, 404)
  assert.equal((await openAt(it, invoice.permalink)).status, 200)
  it.clock.now = now
})

test('a link that was altered in any part opens nothing', async () => {
  const { invoice, shop, subscriptionId } = await givenInvoice()
  const [first] = await shop.invoices(subscriptionId)
  const stranger = await givenInvoicing(it)
  const token = new URL(invoice.pdfUrl).pathname.split('/').at(-1) ?? ''
  const [organization = '', id = '', format = '', until = '', mac = ''] = token.split('.')
  const altered = [
    [stranger.organizationId, id, format, until, mac],
    [organization, first.id, format, until, mac],
    [organization, id, 'ubl', until, mac],
    [organization, id, format, String(Number(until) + 86_400), mac],
    [organization, id, format, '0', mac],
    [organization, id, format, until, `${mac.slice(0, -2)}AA`],
    [organization, id, format, until, ''],
    [organization, id, format, until, mac, mac],
    ['org_00000000000000000000000000000000', id, format, until, mac],
  ].map((parts) => parts.join('.'))
  for (const other of [...altered, 'nonsense', '%00', `${token}x`]) {
    assert.equal((await openAt(it, `/v0/documents/${other}`)).status, 404, other)
  }
  assert.equal((await openAt(it, `/v0/documents/${token}`)).status, 200)
})

test('with the key of its organization every link ends', async () => {
  const { invoice, shop } = await givenInvoice()
  const { config, workspace } = it.installation
  const file = join(config.dataDir, 'keystore', `${shop.organizationId}.key`)
  renameSync(file, `${file}.gone`)
  workspace.keyring.forget(shop.organizationId)
  try {
    assert.equal((await openAt(it, invoice.permalink)).status, 404)
    assert.equal((await openAt(it, invoice.pdfUrl)).status, 404)
  } finally {
    renameSync(`${file}.gone`, file)
  }
  assert.equal((await openAt(it, invoice.permalink)).status, 200)
})

test('a credit note is a document of its own, which names the invoice that it takes back', async () => {
  const { invoice, note, file } = await givenCreditNote()
  const { status, bytes, headers } = await file('pdf')
  assert.equal(status, 200)
  const name = note.externalCreditNoteId
  assert.equal(headers['content-disposition'], `attachment; filename="${name}.pdf"`)
  const text = pdfText(bytes)[0]?.join('') ?? ''
  for (const words of [
    ...['Credit note', name, `${invoice.invoiceNumber} of 2 Jan 2027`, 'Never worked'],
    ...['Base fee', '22,361,870', 'Amount credited', '124.83 USD', 'Żubr & Søn GmbH'],
  ]) {
    assert.ok(text.includes(words), `${words} in ${text}`)
  }
  assert.ok(!text.includes('Thank you.'), 'notes of invoices are none of its own')
  assert.ok((await openAt(it, note.pdfUrl)).bytes.equals(bytes))
  assert.ok((await openAt(it, note.permalink)).bytes.equals(bytes))

  const ubl = (await file('ubl')).bytes.toString()
  assert.match(ubl, /<CreditNote [^>]*CreditNote-2/)
  assert.match(ubl, /<cbc:CreditNoteTypeCode>381</)
  assert.match(ubl, /<cbc:CreditedQuantity unitCode="C62">22361870</)
  assert.ok(ubl.includes(`<cbc:ID>${invoice.invoiceNumber}</cbc:ID>`))
  const cii = (await file('cii')).bytes.toString()
  assert.match(cii, /<ram:TypeCode>381</)
  assert.match(cii, /<ram:GrandTotalAmount>124\.83</)
})

test('a void credit note says so, and is no e-invoice any more', async () => {
  const { key, invoice, note, file } = await givenCreditNote()
  const params = { id: invoice.id, refundId: note.id }
  assert.equal((await call(it, 'voidInvoiceRefund', { key, params })).status, 200)
  assert.match(pdfText((await file('pdf')).bytes)[0]?.join('') ?? '', /Credit note, void/)
  assert.equal((await file('ubl')).code, 'DOCUMENT_NOT_AVAILABLE')
})

test('a credit note is found under its own invoice and for its own merchant alone', async () => {
  const { note, file } = await givenCreditNote()
  const other: Billed = await givenInvoice()
  const path = (id: string) => `/v2/invoices/${id}/refunds/${note.id}/documents/pdf`
  assert.equal((await openAt(it, path(other.invoice.id), other.key)).status, 404)
  assert.equal((await openAt(it, path(note.invoiceId), other.key)).status, 404)
  assert.equal((await file('pdf', `crn_${'0'.repeat(32)}`)).status, 404)
})
