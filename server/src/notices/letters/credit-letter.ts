import { footerOf } from './invoice-letters.ts'
import type { Letter } from './letter.ts'

export type CreditFacts = {
  readonly merchant: string
  readonly customer: string
  readonly number: string
  readonly invoice: string
  readonly total: string
  /** How the money goes back, as a sentence. */
  readonly way: string
  readonly documentUrl: string
}

export function invoiceCredited(credit: CreditFacts): Letter {
  const { merchant, customer, number, invoice, total, way, documentUrl } = credit
  return {
    subject: `Credit note ${number} from ${merchant}`,
    preview: `${total} for invoice ${invoice} is given back`,
    heading: 'You get your money back',
    paragraphs: [
      `Hello ${customer},`,
      `${merchant} has credited invoice ${invoice}: ${total} is given back to you. ${way}`,
    ],
    facts: [
      { label: 'Credit note', value: number },
      { label: 'Invoice', value: invoice },
      { label: 'Total', value: total },
    ],
    links: [{ label: 'View the credit note', url: documentUrl }],
    footer: footerOf(merchant),
  }
}
