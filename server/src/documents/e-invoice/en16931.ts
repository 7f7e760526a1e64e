import type { Invoice } from '@e-invoice-eu/core'
import { type Decimal, formatDecimal } from '@tallystick/core/money/decimal.ts'
import { moneyToText, product, roundToMinor } from '@tallystick/core/money/money.ts'
import type { DocumentLine, DocumentPeriod, InvoiceDocument } from '../document.ts'
import { dayOf, said } from '../wording.ts'
import { partyOf } from './parties.ts'
import { amountOf, categoryOf, taxTotal } from './taxes.ts'

/** The document in the terms of EN 16931, the European standard of e-invoices; BT and BG numbers are of that text. */
export function en16931(document: InvoiceDocument): Invoice {
  const { kind, number, issuedOn, dueOn, period, currency } = document
  const isInvoice = kind === 'invoice'
  const due = isInvoice ? dueOn : undefined
  const body = {
    'cbc:ID': number,
    'cbc:IssueDate': issuedOn.toString(),
    ...(due && { 'cbc:DueDate': due.toString() }),
    // BT-3, UNTDID 1001: a commercial invoice, or a credit note.
    'cbc:InvoiceTypeCode': isInvoice ? '380' : '381',
    ...noteOf(document),
    'cbc:DocumentCurrencyCode': currency,
    // BT-10, the reference that buyers ask for: without one of theirs, the number stands in.
    'cbc:BuyerReference': number,
    ...(period && { 'cac:InvoicePeriod': periodOf(period) }),
    ...correctionOf(document),
    'cac:AccountingSupplierParty': { 'cac:Party': partyOf(document.seller, document, 'seller') },
    'cac:AccountingCustomerParty': { 'cac:Party': partyOf(document.buyer, document, 'buyer') },
    ...(due && { 'cac:PaymentTerms': { 'cbc:Note': `Due on ${due.toString()}` } }),
    'cac:TaxTotal': [taxTotal(document)],
    'cac:LegalMonetaryTotal': totalsOf(document),
    'cac:InvoiceLine': document.lines.map((line, at) => lineOf(document, line, at)),
  }
  // The library's type spells out every code of every list; what is not on them it refuses when it validates.
  return { 'ubl:Invoice': body } as unknown as Invoice
}

function noteOf({ notes, footer }: InvoiceDocument) {
  const all = said([...notes, footer])
  return all.length > 0 && { 'cbc:Note': [all.join('\n')] }
}

function correctionOf({ corrects }: InvoiceDocument) {
  if (!corrects) return {}
  const reference = { 'cbc:ID': corrects.number, 'cbc:IssueDate': corrects.issuedOn.toString() }
  return { 'cac:BillingReference': [{ 'cac:InvoiceDocumentReference': reference }] }
}

function periodOf(period: DocumentPeriod) {
  const first = dayOf(period.start)
  const last = dayOf(period.end.subtract({ milliseconds: 1 }))
  return { 'cbc:StartDate': first.toString(), 'cbc:EndDate': last.toString() }
}

function totalsOf(document: InvoiceDocument) {
  const { subtotal, grandTotal, prepaid } = document
  return {
    ...amountOf('cbc:LineExtensionAmount', subtotal, document),
    ...amountOf('cbc:TaxExclusiveAmount', subtotal, document),
    ...amountOf('cbc:TaxInclusiveAmount', grandTotal, document),
    ...(prepaid !== 0n && amountOf('cbc:PrepaidAmount', prepaid, document)),
    ...amountOf('cbc:PayableAmount', grandTotal - prepaid, document),
  }
}

/** UN/ECE 20: "one", a piece of anything. */
const piece = 'C62'

function lineOf(document: InvoiceDocument, line: DocumentLine, at: number) {
  const { quantity, price, per } = priced(document, line)
  return {
    'cbc:ID': String(at + 1),
    'cbc:InvoicedQuantity': quantity,
    'cbc:InvoicedQuantity@unitCode': piece,
    ...amountOf('cbc:LineExtensionAmount', line.net, document),
    ...(line.period && { 'cac:InvoicePeriod': periodOf(line.period) }),
    'cac:Item': {
      ...descriptionOf(line),
      'cbc:Name': line.name,
      'cac:ClassifiedTaxCategory': categoryOf(line.tax),
    },
    'cac:Price': {
      'cbc:PriceAmount': price,
      'cbc:PriceAmount@currencyID': document.currency,
      ...(per !== '1' && { 'cbc:BaseQuantity': per, 'cbc:BaseQuantity@unitCode': piece }),
    },
  }
}

/**
 * Quantity × price must be the line's net amount, and a price is never negative (BR-27). Where proration, tiers, tax
 * within the price or a cut rebate say otherwise, the line is one piece at its net amount.
 */
function priced({ currency }: InvoiceDocument, { quantity, unitPrice, net }: DocumentLine) {
  const isPlain =
    unitPrice !== undefined &&
    unitPrice >= 0n &&
    roundToMinor(product(unitPrice, quantity), currency) === net
  if (isPlain) return { quantity: formatDecimal(quantity), ...priceOf(unitPrice) }
  const size = net < 0n ? -net : net
  return {
    quantity: net < 0n ? '-1' : '1',
    price: moneyToText({ nanos: size, currency }),
    per: '1',
  }
}

/** Prices have two decimals: a smaller one is said per so many pieces (BT-149). */
function priceOf(unitPrice: Decimal): { readonly price: string; readonly per: string } {
  const [whole = '', fraction = ''] = formatDecimal(unitPrice).split('.')
  const shift = Math.max(0, fraction.length - 2)
  const digits = BigInt(whole + fraction.slice(0, shift)).toString()
  const cents = fraction.slice(shift)
  return { price: cents === '' ? digits : `${digits}.${cents}`, per: `1${'0'.repeat(shift)}` }
}

function descriptionOf({ description, quantity, unit, unitPrice }: DocumentLine) {
  const measured = unit === undefined ? '' : `${formatDecimal(quantity)} ${unit}`
  const price = unitPrice === undefined ? '' : `at ${formatDecimal(unitPrice)}`
  const said = [description, [measured, price].filter(Boolean).join(' ')].filter(Boolean)
  return said.length > 0 && { 'cbc:Description': said.join(' · ') }
}
