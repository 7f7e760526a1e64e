import { nextRetry } from '@tallystick/core/invoicing/dunning.ts'
import { amount, day, dayOf, days } from '../documents/wording.ts'
import { type IssuedInvoice, issuedInvoice } from '../invoices/issued-invoice.ts'
import type { Ctx } from '../platform/ctx.ts'
import { type SubscriptionNow, subscriptionNow } from '../subscriptions/subscription-now.ts'
import {
  type InvoiceFacts,
  invoiceIssued,
  invoicePaid,
  paymentFailed,
  paymentNeedsYou,
} from './letters/invoice-letters.ts'
import type { Letter } from './letters/letter.ts'
import type { Recipient } from './recipients.ts'
import type { Teller } from './send-notice.ts'

/** Where an invoice can be paid and read; the wiring knows. */
export type InvoicePlaces = (
  ctx: Ctx,
  invoice: IssuedInvoice,
) => Promise<{ readonly paymentUrl?: string | undefined; readonly permalink?: string | undefined }>

type Case = {
  readonly invoice: IssuedInvoice
  readonly subscription: SubscriptionNow
}

type Write = (facts: InvoiceFacts, of: Case) => Letter

/** Tellers about invoices, each for as long as what it tells is true. */
export function invoiceTellers(places: InvoicePlaces) {
  return {
    invoice_issued: teller(places, isOwed, (facts, { subscription }) =>
      invoiceIssued(facts, subscription.autoCharge),
    ),
    invoice_paid: teller(places, ({ status }) => status === 'PAID', invoicePaid),
    payment_failed: teller(places, isOwed, (facts, { invoice }) =>
      paymentFailed(facts, { reason: reasonOf(invoice), retryOn: retryOn(invoice) }),
    ),
    payment_needs_you: teller(places, isOwed, paymentNeedsYou),
  }
}

function teller(
  places: InvoicePlaces,
  holds: (invoice: IssuedInvoice) => boolean,
  write: Write,
): Teller {
  return async (ctx, { id }) => {
    const invoice = await issuedInvoice(ctx, id)
    const subscription = invoice && (await subscriptionNow(ctx, invoice.subscriptionId))
    if (!invoice || !subscription || !holds(invoice)) return undefined
    const where = await places(ctx, invoice)
    return {
      customerId: invoice.customerId,
      subscriptionId: subscription.id,
      letter: (to) =>
        write(factsOf({ invoice, subscription }, to, where), { invoice, subscription }),
    }
  }
}

function isOwed({ status }: IssuedInvoice): boolean {
  return status === 'ISSUED' || status === 'PAYMENT_FAILED'
}

function factsOf(
  { invoice, subscription }: Case,
  { merchant, customer }: Recipient,
  { paymentUrl, permalink }: Awaited<ReturnType<InvoicePlaces>>,
): InvoiceFacts {
  const {
    id,
    number = id,
    currency,
    grandTotal,
    instantSubtotal,
    instantTax,
    dueAt,
    period,
  } = invoice
  return {
    merchant,
    customer,
    subscription: subscription.details.name,
    number,
    total: amount(grandTotal, currency),
    unpaid: amount(grandTotal - instantSubtotal - instantTax, currency),
    due: dueAt && day(dayOf(dueAt)),
    period: days(period),
    paymentUrl,
    documentUrl: permalink,
  }
}

function retryOn({ status, firstFailedAt, dunningStep, failureCode }: IssuedInvoice) {
  if (status !== 'ISSUED' || !firstFailedAt) return undefined
  const next = nextRetry({ firstFailedAt, failedTimes: dunningStep, code: failureCode ?? '' })
  return next && day(dayOf(next))
}

function reasonOf({ failureCode }: IssuedInvoice): string {
  return reasons[failureCode ?? ''] ?? 'the payment was declined.'
}

const reasons: Readonly<Record<string, string>> = {
  no_payment_method: 'there is no saved payment method.',
  insufficient_funds: 'the card has not enough funds.',
  expired_card: 'the card has expired.',
  card_closed: 'the card was closed.',
  lost_card: 'the bank does not accept this card any more.',
  stolen_card: 'the bank does not accept this card any more.',
  authentication_required: 'your bank asks you to confirm it.',
}
