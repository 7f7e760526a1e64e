import type { Letter } from './letter.ts'

/** What letters about an invoice tell. Amounts and dates as they are to be read. */
export type InvoiceFacts = {
  readonly merchant: string
  readonly customer: string
  readonly subscription: string
  readonly number: string
  readonly total: string
  readonly unpaid: string
  readonly due?: string | undefined
  readonly period: string
  readonly paymentUrl?: string | undefined
  readonly documentUrl?: string | undefined
}

export function invoiceIssued(invoice: InvoiceFacts, willBeCharged: boolean): Letter {
  const { merchant, number, unpaid } = invoice
  return {
    ...common(invoice),
    subject: `Invoice ${number} from ${merchant}`,
    preview: `${unpaid} for ${invoice.subscription}`,
    heading: `Your invoice from ${merchant}`,
    paragraphs: [
      greeting(invoice),
      willBeCharged
        ? `Your invoice for ${invoice.subscription} is ready. ${unpaid} will be charged to your saved payment method; there is nothing for you to do.`
        : `Your invoice for ${invoice.subscription} is ready.`,
    ],
    button: willBeCharged ? undefined : payButton(invoice),
  }
}

export function invoicePaid(invoice: InvoiceFacts): Letter {
  const { merchant, number, total } = invoice
  return {
    ...common({ ...invoice, due: undefined }),
    subject: `Receipt for invoice ${number} from ${merchant}`,
    preview: `${total} paid`,
    heading: 'Thank you for your payment',
    paragraphs: [greeting(invoice), `Invoice ${number} for ${total} is paid.`],
    button: undefined,
  }
}

export function paymentFailed(
  invoice: InvoiceFacts,
  next: { readonly reason: string; readonly retryOn?: string | undefined },
): Letter {
  const { merchant, number, unpaid, subscription } = invoice
  const retry =
    next.retryOn === undefined
      ? 'We will not try again by ourselves. Please pay with another method.'
      : `We will try again on ${next.retryOn}. You can also pay now, with this or another method.`
  return {
    ...common(invoice),
    subject: `Payment for invoice ${number} failed`,
    preview: `${unpaid} is still open`,
    heading: 'Your payment did not go through',
    paragraphs: [
      greeting(invoice),
      `${unpaid} for ${subscription} at ${merchant} could not be charged: ${next.reason}`,
      retry,
    ],
    button: payButton(invoice),
  }
}

/** The bank wants to ask the payer, which takes the payer's presence. */
export function paymentNeedsYou(invoice: InvoiceFacts): Letter {
  return {
    ...common(invoice),
    subject: `Please confirm the payment of invoice ${invoice.number}`,
    preview: `Your bank asks you to confirm ${invoice.unpaid}`,
    heading: 'Your bank asks you to confirm a payment',
    paragraphs: [
      greeting(invoice),
      `${invoice.unpaid} for ${invoice.subscription} at ${invoice.merchant} cannot be charged without you: your bank wants to know that it is you.`,
    ],
    button: payButton(invoice, 'Confirm the payment'),
  }
}

function common(invoice: InvoiceFacts) {
  const { number, total, due, period, documentUrl, merchant } = invoice
  const facts = [
    { label: 'Invoice', value: number },
    { label: 'Total', value: total },
    { label: 'Period', value: period },
  ]
  return {
    facts: due === undefined ? facts : [...facts, { label: 'Due', value: due }],
    links: documentUrl === undefined ? [] : [{ label: 'View the invoice', url: documentUrl }],
    footer: footerOf(merchant),
  }
}

const greeting = ({ customer }: { readonly customer: string }) => `Hello ${customer},`

function payButton({ paymentUrl, unpaid }: InvoiceFacts, label = `Pay ${unpaid}`) {
  return paymentUrl === undefined ? undefined : { label, url: paymentUrl }
}

export function footerOf(merchant: string): string {
  return `You get this message because you are a customer of ${merchant}.`
}
