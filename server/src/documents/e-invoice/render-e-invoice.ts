import { InvoiceService } from '@e-invoice-eu/core'
import { assert } from '@tallystick/core/assert.ts'
import { minorDigits } from '@tallystick/core/money/money.ts'
import type { InvoiceDocument } from '../document.ts'
import { en16931 } from './en16931.ts'

export type EInvoiceFormat = 'ubl' | 'cii'

/** What keeps a document from being an e-invoice, in words for whoever can mend it. */
export type EInvoiceObstacle = {
  readonly field: string
  readonly message: string
}

/**
 * What EN 16931 needs and the document lacks; empty when it can be rendered. Both parties have a country (BR-9, BR-11),
 * a reverse charge names both VAT numbers (BR-AE-02, BR-AE-03), and amounts have at most two decimals (BR-DEC).
 */
export function obstaclesTo(document: InvoiceDocument): readonly EInvoiceObstacle[] {
  const { seller, buyer, currency, taxes, lines } = document
  const isReversed = taxes.some(({ treatment }) => treatment === 'reverse_charge')
  const isTaxed = taxes.some(({ treatment }) => treatment === 'standard')
  const wanted: readonly (readonly [boolean, string, string])[] = [
    [lines.length > 0, 'lines', 'An e-invoice has at least one line.'],
    [minorDigits(currency) <= 2, 'currency', `Amounts in ${currency} have over two decimals.`],
    [Boolean(seller.email), 'seller.email', 'The seller has no electronic address.'],
    [Boolean(buyer.email), 'customer.email', 'The customer has no electronic address.'],
    [Boolean(seller.address?.country), 'seller.address.country', 'The seller has no country.'],
    [Boolean(buyer.address?.country), 'customer.address.country', 'The customer has no country.'],
    [
      !(isReversed || isTaxed) || Boolean(seller.taxId),
      'seller.taxId',
      'The seller has no tax id.',
    ],
    [!isReversed || Boolean(buyer.taxId), 'customer.taxId', 'A reverse charge needs their tax id.'],
  ]
  return wanted.flatMap(([holds, field, message]) => (holds ? [] : [{ field, message }]))
}

const silent = { log: ignore, warn: ignore, error: ignore }
const service = new InvoiceService(silent)

/**
 * The document as an e-invoice that conforms to EN 16931, in the syntax of UBL 2.1 or UN/CEFACT CII. The library checks it
 * against the standard's structure and code lists and throws if it does not hold. Same document, same text.
 */
export async function renderEInvoice(
  document: InvoiceDocument,
  format: EInvoiceFormat,
): Promise<string> {
  const options = { format: format.toUpperCase(), lang: 'en', noWarnings: true }
  const xml = await service.generate(en16931(document), options)
  assert(typeof xml === 'string', 'an e-invoice without a PDF in it is text')
  return format === 'cii' ? withCorrected(xml, document) : xml
}

const sums = '</ram:SpecifiedTradeSettlementHeaderMonetarySummation>'

/** The invoice that a credit note corrects (BG-3), which the library leaves out of CII. Its place is behind the sums. */
function withCorrected(cii: string, { corrects }: InvoiceDocument): string {
  if (!corrects) return cii
  const [before, after, ...more] = cii.split(sums)
  assert(after !== undefined && more.length === 0, 'a CII document has its sums in one place')
  assert(/^[\w-]+$/.test(corrects.number), 'numbers of invoices need no escaping')
  const date = corrects.issuedOn.toString().replaceAll('-', '')
  const reference = [
    `<ram:IssuerAssignedID>${corrects.number}</ram:IssuerAssignedID>`,
    `<ram:FormattedIssueDateTime><qdt:DateTimeString format="102">${date}</qdt:DateTimeString></ram:FormattedIssueDateTime>`,
  ]
  const named = `<ram:InvoiceReferencedDocument>${reference.join('')}</ram:InvoiceReferencedDocument>`
  return `${before}${sums}${named}${after}`
}

function ignore(): void {
  // What is wrong is thrown; nothing of an invoice belongs into a log.
}
