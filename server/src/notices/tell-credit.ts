import { documentLinks } from '../documents/document-links.ts'
import { amount } from '../documents/wording.ts'
import { issuedInvoice } from '../invoices/issued-invoice.ts'
import { creditNote } from '../invoices/refunds/credit-note.ts'
import { invoiceCredited } from './letters/credit-letter.ts'
import type { Teller } from './told.ts'

/** Tells of a credit note, unless it was taken back. */
export const tellCredit: Teller = async (ctx, { id }) => {
  const note = await creditNote(ctx, id)
  const invoice = note && (await issuedInvoice(ctx, note.invoiceId))
  if (!invoice || note.status !== 'ISSUED') return undefined
  const { customerId, subscriptionId, number, net, tax, currency, paidFrom } = note
  const { permalink } = await documentLinks(ctx, note)
  const facts = {
    number,
    invoice: invoice.number,
    total: amount(net + tax, currency),
    way: ways[paidFrom] ?? 'It goes back the way it was paid, which may take some days.',
    documentUrl: permalink,
  }
  return {
    customerId,
    subscriptionId,
    letter: (between) => invoiceCredited({ ...between, ...facts }),
  }
}

const ways: Readonly<Record<string, string>> = {
  funds: 'It is in your balance already.',
  out_of_band: 'It was paid outside of this system, and goes back to you outside of it.',
}
