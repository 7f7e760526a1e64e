import { Document, Page, renderToBuffer, Text, View } from '@react-pdf/renderer'
import { createElement as h, type ReactElement, type ReactNode } from 'react'
import type { DocumentLine, InvoiceDocument, Party } from '../document.ts'
import { amount, day, days, figure, unitPrice as priceText, treatments } from '../wording.ts'
import { styles } from './styles.ts'

/** The document as a PDF. The same document gives the same bytes: no clock and no chance is in them. */
export async function renderPdf(document: InvoiceDocument): Promise<Uint8Array> {
  const { seller, number, issuedOn } = document
  const at = new Date(issuedOn.toZonedDateTime('UTC').epochMilliseconds)
  const about = {
    title: `${titleOf(document)} ${number}`,
    author: seller.name,
    creator: seller.name,
  }
  const times = { creationDate: at, modificationDate: at }
  return renderToBuffer(h(Document, { ...about, ...times, language: 'en' }, page(document)))
}

function page(document: InvoiceDocument): ReactElement {
  return h(
    Page,
    {
      size: 'A4',
      style: [styles.page, { paddingBottom: document.footer === undefined ? 60 : 104 }],
    },
    head(document),
    parties(document),
    headings(document),
    ...document.lines.map((line) => row(document, line)),
    totals(document),
    notes(document),
    foot(document),
  )
}

function titleOf({ kind, voidedOn }: InvoiceDocument): string {
  if (kind === 'invoice') return 'Invoice'
  return voidedOn ? 'Credit note, void' : 'Credit note'
}

function head(document: InvoiceDocument): ReactNode {
  const { seller, number } = document
  return h(
    View,
    { style: styles.head },
    h(
      View,
      {},
      h(Text, { style: styles.title }, titleOf(document)),
      h(Text, { style: styles.number }, number),
    ),
    h(
      View,
      { style: styles.right },
      h(Text, { style: styles.sellerName }, seller.name),
      ...[seller.website, seller.email, seller.phone]
        .filter(isSaid)
        .map((text) => h(Text, { style: styles.quiet }, text)),
    ),
  )
}

function parties(document: InvoiceDocument): ReactNode {
  return h(
    View,
    { style: styles.parties },
    h(
      View,
      { style: styles.party },
      h(Text, { style: styles.label }, 'Billed to'),
      partyBlock(document.buyer),
      h(Text, { style: [styles.label, { marginTop: 12 }] }, 'From'),
      partyBlock(document.seller),
    ),
    h(View, { style: styles.facts }, ...facts(document).map(fact)),
  )
}

function partyBlock({ name, address = {}, taxId }: Party): ReactNode {
  const { line1, line2, zipCode, city, state, country } = address
  const place = [zipCode, city].filter(isSaid).join(' ')
  const below = [
    line1,
    line2,
    place,
    [state, country && countries.of(country)].filter(isSaid).join(', '),
  ]
  const tax = taxId === undefined ? [] : [`Tax id ${taxId}`]
  const lines = [...below, ...tax].filter(isSaid)
  return h(
    View,
    {},
    h(Text, { style: styles.bold }, name),
    ...lines.map((text) => h(Text, {}, text)),
  )
}

const countries = new Intl.DisplayNames('en', { type: 'region' })

function facts(document: InvoiceDocument) {
  const { issuedOn, dueOn, voidedOn, corrects, period } = document
  const all: (readonly [string, string | undefined])[] = [
    ['Issued', day(issuedOn)],
    ['Void since', voidedOn && day(voidedOn)],
    ['Due', dueOn && day(dueOn)],
    ['Corrects', corrects && `${corrects.number} of ${day(corrects.issuedOn)}`],
    ['Period (UTC)', period && days(period)],
    owedOf(document),
  ]
  return all.flatMap(([name, value]) => (value === undefined ? [] : [{ name, value }]))
}

function fact({ name, value }: { readonly name: string; readonly value: string }): ReactNode {
  return h(
    View,
    { style: styles.fact },
    h(Text, { style: styles.quiet }, name),
    h(Text, { style: styles.right }, value),
  )
}

function headings({ currency }: InvoiceDocument): ReactNode {
  return h(
    View,
    { style: styles.headRow, fixed: true },
    h(Text, { style: styles.nameColumn }, 'Description'),
    h(Text, { style: styles.quantityColumn }, 'Quantity'),
    h(Text, { style: styles.priceColumn }, 'Unit price'),
    h(Text, { style: styles.taxColumn }, 'Tax'),
    h(Text, { style: styles.amountColumn }, `Net ${currency}`),
  )
}

function row({ currency }: InvoiceDocument, line: DocumentLine): ReactNode {
  const { name, description, period, quantity, unit, unitPrice, net, tax } = line
  const below = [description, period && days(period)].filter(isSaid)
  return h(
    View,
    { style: styles.row, wrap: false },
    h(
      View,
      { style: styles.nameColumn },
      h(Text, {}, name),
      ...below.map((text) => h(Text, { style: styles.small }, text)),
    ),
    h(
      View,
      { style: styles.quantityColumn },
      h(Text, {}, figure(quantity)),
      unit === undefined ? null : h(Text, { style: styles.small }, unit),
    ),
    h(
      Text,
      { style: styles.priceColumn },
      unitPrice === undefined ? '–' : priceText(unitPrice, currency),
    ),
    h(Text, { style: styles.taxColumn }, `${figure(tax.percent)} %`),
    h(Text, { style: styles.amountColumn }, amount(net, currency).replace(` ${currency}`, '')),
  )
}

function totals(document: InvoiceDocument): ReactNode {
  const { currency, subtotal, taxes, grandTotal, prepaid } = document
  const [name, owed] = owedOf(document)
  return h(
    View,
    { style: styles.totals, wrap: false },
    total('Subtotal', amount(subtotal, currency)),
    ...taxes.map(({ percent, treatment, base, tax }) =>
      total(
        `${treatments[treatment]} ${figure(percent)} % of ${amount(base, currency)}`,
        amount(tax, currency),
      ),
    ),
    prepaid === 0n ? null : total('Total', amount(grandTotal, currency)),
    prepaid === 0n ? null : total('Already paid', amount(-prepaid, currency)),
    h(View, { style: styles.grandRow }, h(Text, {}, name), h(Text, {}, owed)),
  )
}

/** What it all comes to, and what that is called. */
function owedOf({ kind, grandTotal, prepaid, currency }: InvoiceDocument) {
  const name = kind === 'invoice' ? 'Amount due' : 'Amount credited'
  return [name, amount(grandTotal - prepaid, currency)] as const
}

function total(name: string, value: string): ReactNode {
  return h(
    View,
    { style: styles.totalRow },
    h(Text, { style: styles.quiet }, name),
    h(Text, {}, value),
  )
}

function notes({ taxes, notes: said }: InvoiceDocument): ReactNode {
  const all = [...new Set([...taxes.map(({ note }) => note), ...said].filter(isSaid))]
  return h(
    View,
    { style: styles.notes, wrap: false },
    ...all.map((text) => h(Text, { style: styles.note }, text)),
  )
}

function foot({ number, seller, footer }: InvoiceDocument): ReactNode {
  const render = ({ pageNumber, totalPages }: { pageNumber: number; totalPages: number }) =>
    `Page ${pageNumber} of ${totalPages}`
  return h(
    View,
    { style: styles.foot, fixed: true },
    h(View, { style: styles.imprint }, footer === undefined ? null : h(Text, {}, footer)),
    h(View, { style: styles.fact }, h(Text, {}, `${seller.name} · ${number}`), h(Text, { render })),
  )
}

function isSaid(text: string | undefined): text is string {
  return text !== undefined && text !== ''
}
