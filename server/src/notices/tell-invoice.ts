import { nextRetry } from '@tallystick/core/invoicing/dunning.ts'
import { amount, day, dayOf, days } from '../documents/wording.ts'
import { type IssuedInvoice, issuedInvoice } from '../invoices/issued-invoice.ts'
import { type SubscriptionNow, subscriptionNow } from '../subscriptions/subscription-now.ts'
import { invoicePlaces } from './invoice-places.ts'
import {
  type InvoiceFacts,
  invoiceIssued,
  invoicePaid,
  paymentFailed,
  paymentNeedsYou,
} from './letters/invoice-letters.ts'
import type { Letter } from './letters/letter.ts'
import { reasonOf } from './letters/reasons.ts'
import type { Recipient } from './recipients.ts'
import type { Teller } from './told.ts'

type Case = {
  readonly invoice: IssuedInvoice
  readonly subscription: SubscriptionNow
}

type Write = (facts: InvoiceFacts, of: Case) => Letter

/** Tellers about invoices, each for as long as what it tells is true. */
export const invoiceTellers = {
  // Whose charge has failed by now hears of that instead.
  invoice_issued: teller(isUntried, (facts, { subscription }) =>
    invoiceIssued(facts, subscription.autoCharge),
  ),
  invoice_paid: teller(({ status }) => status === 'PAID', invoicePaid),
  payment_failed: teller(isOwed, (facts, { invoice }) =>
    paymentFailed(facts, { reason: reasonOf(invoice.failureCode), retryOn: retryOn(invoice) }),
  ),
  payment_needs_you: teller(isOwed, paymentNeedsYou),
}

function teller(holds: (invoice: IssuedInvoice) => boolean, write: Write): Teller {
  return async (ctx, { id }) => {
    const invoice = await issuedInvoice(ctx, id)
    const subscription = invoice && (await subscriptionNow(ctx, invoice.subscriptionId))
    if (!invoice || !subscription || !holds(invoice)) return undefined
    const where = await invoicePlaces(ctx, invoice)
    return {
      customerId: invoice.customerId,
      subscriptionId: subscription.id,
      letter: (to) =>
        write(factsOf({ invoice, subscription }, to, where), { invoice, subscription }),
    }
  }
}

function isUntried(invoice: IssuedInvoice): boolean {
  return isOwed(invoice) && invoice.failureCode === undefined
}

function isOwed({ status }: IssuedInvoice): boolean {
  return status === 'ISSUED' || status === 'PAYMENT_FAILED'
}

function factsOf(
  { invoice, subscription }: Case,
  { merchant, customer }: Recipient,
  { paymentUrl, permalink }: Awaited<ReturnType<typeof invoicePlaces>>,
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
