import assert from 'node:assert/strict'
import { createHash } from 'node:crypto'
import { test } from 'node:test'
import { type Decimal, decimal } from '@tallystick/core/money/decimal.ts'
import { type Currency, nanosFromText } from '@tallystick/core/money/money.ts'
import { pdfText } from '../../test/harness/pdf-text.ts'
import type { InvoiceDocument, TaxTreatment } from './document.ts'
import { obstaclesTo, renderEInvoice } from './e-invoice/render-e-invoice.ts'
import { renderPdf } from './pdf/render-pdf.ts'

const number = (text: string): Decimal => decimal(text) ?? assert.fail(text)
const nanos = (text: string): bigint => nanosFromText(text) ?? assert.fail(text)
const at = (text: string) => Temporal.Instant.from(text)

function given(treatment: TaxTreatment = 'standard'): InvoiceDocument {
  const percent = number(treatment === 'standard' ? '19' : '0')
  const taxed = treatment === 'standard'
  const period = { start: at('2026-11-01T00:00:00Z'), end: at('2026-12-01T00:00:00Z') }
  const rate = { percent, treatment }
  return {
    kind: 'invoice',
    number: 'INV-2026-12-001',
    issuedOn: Temporal.PlainDate.from('2026-12-02'),
    dueOn: Temporal.PlainDate.from('2026-12-16'),
    period,
    currency: 'EUR' as Currency,
    seller: {
      name: 'Żubr & Søn GmbH',
      email: 'billing@example.com',
      taxId: 'DE136695976',
      address: { line1: 'Hauptstraße 1', zipCode: '10115', city: 'Berlin', country: 'DE' },
    },
    buyer: {
      name: 'Ελληνική <Εταιρεία>',
      email: 'buchhaltung@example.at',
      taxId: 'ATU13585627',
      address: { line1: 'Ring 2', zipCode: '1010', city: 'Wien', country: 'AT' },
    },
    lines: [
      {
        name: 'Base fee',
        period,
        quantity: number('1'),
        unitPrice: number('49'),
        net: nanos('49'),
        tax: rate,
      },
      {
        name: 'Context tokens',
        period,
        quantity: number('22361870'),
        unit: 'tokens',
        unitPrice: number('0.0000025'),
        net: nanos('55.90'),
        tax: rate,
      },
      {
        name: 'Goodwill',
        quantity: number('1'),
        unitPrice: number('-4.9'),
        net: nanos('-4.90'),
        tax: rate,
      },
    ],
    taxes: [{ ...rate, base: nanos('100'), tax: taxed ? nanos('19') : 0n }],
    subtotal: nanos('100'),
    totalTax: taxed ? nanos('19') : 0n,
    grandTotal: taxed ? nanos('119') : nanos('100'),
    prepaid: nanos('10'),
    notes: ['Thank you.'],
  }
}

const sha256 = (bytes: Uint8Array) => createHash('sha256').update(bytes).digest('hex')

test('the same document is the same PDF, byte by byte', async () => {
  const first = await renderPdf(given())
  assert.equal(Buffer.from(first.subarray(0, 5)).toString(), '%PDF-')
  assert.equal(sha256(await renderPdf(given())), sha256(first))
  const other = await renderPdf({ ...given(), number: 'INV-2026-12-002' })
  assert.notEqual(sha256(other), sha256(first))
})

test('every way to be taxed gives an e-invoice that the library finds valid, in both syntaxes', async () => {
  const treatments: readonly TaxTreatment[] = [
    'standard',
    'reverse_charge',
    'exempt',
    'outside_scope',
    'zero',
  ]
  for (const treatment of treatments) {
    const document = given(treatment)
    assert.deepEqual(obstaclesTo(document), [])
    const ubl = await renderEInvoice(document, 'ubl')
    // 0.0000025 has more decimals than a price may have: 0.25 for a hundred thousand.
    assert.match(ubl, /EUR">0\.25<\/cbc:PriceAmount>\s*<cbc:BaseQuantity unitCode="C62">100000</)
    assert.match(ubl, /<cbc:ID>INV-2026-12-001<\/cbc:ID>/)
    const cii = await renderEInvoice(document, 'cii')
    assert.match(cii, /CrossIndustryInvoice/)
    assert.equal(await renderEInvoice(document, 'ubl'), ubl)
  }
})

test('what an e-invoice lacks is named, field by field', () => {
  const document = given('reverse_charge')
  const nameless = { name: 'Nobody' }
  const fields = (of: InvoiceDocument) => obstaclesTo(of).map(({ field }) => field)
  assert.deepEqual(fields({ ...document, buyer: nameless }), [
    'customer.email',
    'customer.address.country',
    'customer.taxId',
  ])
  assert.deepEqual(fields({ ...document, seller: nameless }), [
    'seller.email',
    'seller.address.country',
    'seller.taxId',
  ])
  assert.deepEqual(fields({ ...document, currency: 'KWD' as Currency }), ['currency'])
  assert.deepEqual(fields({ ...document, lines: [] }), ['lines'])
})

test('an invoice of many lines goes on over pages: no line is lost or cut, and every page is numbered', async () => {
  const [, line] = given().lines
  assert.ok(line)
  const footer = 'Żubr & Søn GmbH · HRB 12345 · '.repeat(16).trim()
  const names = Array.from({ length: 200 }, (_, at) => `Tokens of region ${at + 1}.`)
  const lines = names.map((name) => ({ ...line, name }))
  const pages = pdfText(await renderPdf({ ...given(), lines, footer }))
  const texts = pages.map((runs) => runs.join(''))
  assert.ok(pages.length > 5 && pages.length < 20, `${pages.length} pages`)
  const shown = pages.flatMap((runs) => runs.filter((run) => run.startsWith('Tokens of region')))
  assert.deepEqual(shown, names)
  for (const [at, text] of texts.entries()) {
    assert.ok(text.endsWith(`INV-2026-12-001Page ${at + 1} of ${pages.length}`), text.slice(-60))
    assert.ok(text.includes('Unit price'), 'every page says what its columns are')
    assert.equal(text.split('HRB 12345').length - 1, 16, 'every page has the whole imprint')
  }
  assert.match(texts.at(-1) ?? '', /Amount due109\.00 EUR/)
})

test('prices are as exact as they are, and never shorter than amounts', async () => {
  const [, line] = given().lines
  assert.ok(line)
  const priced = async (unitPrice: string, currency = 'EUR') => {
    const lines = [{ ...line, unitPrice: number(unitPrice) }]
    const document = { ...given(), lines, currency: currency as Currency }
    const runs = pdfText(await renderPdf(document))[0] ?? []
    return runs[runs.indexOf('tokens') + 1]
  }
  assert.equal(await priced('0.000000000000001'), '0.000000000000001')
  assert.equal(await priced('49'), '49.00')
  assert.equal(await priced('-1234.5'), '−1,234.50')
  assert.equal(await priced('49', 'JPY'), '49')
  assert.equal(await priced('0.5', 'KWD'), '0.500')
})

test('prices with tax, tiers and cut rebates are e-invoices all the same: quantity times price is the net amount', async () => {
  const [line] = given().lines
  assert.ok(line)
  const lines = [
    // 119.00 with tax; two thirds of a fee; tiers.
    { ...line, unitPrice: number('119'), net: nanos('100') },
    { ...line, unitPrice: number('49'), net: nanos('32.67') },
    { ...line, quantity: number('1234'), unitPrice: undefined, net: nanos('-32.67') },
  ]
  const ubl = await renderEInvoice({ ...given(), lines }, 'ubl')
  const said = [
    ...ubl.matchAll(
      /InvoicedQuantity unitCode="C62">([^<]*)<[\s\S]*?PriceAmount currencyID="EUR">([^<]*)</g,
    ),
  ]
  assert.deepEqual(
    said.map(([, quantity, price]) => `${quantity} × ${price}`),
    ['1 × 100.00', '1 × 32.67', '-1 × 32.67'],
  )
})

test('a credit note is an e-invoice of its own kind, and names what it corrects', async () => {
  const corrects = { number: 'INV-2026-11-007', issuedOn: Temporal.PlainDate.from('2026-11-02') }
  const note = { ...given(), kind: 'credit_note', number: 'CRN-2026-12-001', corrects } as const
  const ubl = await renderEInvoice(note, 'ubl')
  assert.match(ubl, /<CreditNote [\s\S]*<cbc:CreditNoteTypeCode>381</)
  assert.match(ubl, /<cbc:ID>INV-2026-11-007<[\s\S]*<cac:CreditNoteLine>/)
  assert.doesNotMatch(ubl, /DueDate|InvoiceLine/)
  const cii = await renderEInvoice(note, 'cii')
  assert.match(cii, /<ram:TypeCode>381<[\s\S]*<ram:IssuerAssignedID>INV-2026-11-007</)
})
