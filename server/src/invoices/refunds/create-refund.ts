import { assert } from '@tallystick/core/assert.ts'
import { invoiceCredited } from '@tallystick/core/ledger/invoice-recipes.ts'
import { noticeSubject } from '@tallystick/core/notices/occasion.ts'
import { atTimeOf } from '../../clocks/at-time-of.ts'
import { post } from '../../ledger/post.ts'
import { refundPayment } from '../../payments/refunds/refund-payment.ts'
import { paidSessionOf } from '../../payments/sessions/paid-session-of.ts'
import type { Ctx } from '../../platform/ctx.ts'
import { newId } from '../../platform/ids.ts'
import { notFound, Problem } from '../../platform/problem.ts'
import { booked } from '../booked.ts'
import { findInvoice, type InvoiceRow, lockInvoice } from '../store.ts'
import { credited, sourceOf } from './credited.ts'
import { type InvoiceRefund, insertRefund, listRefunds } from './store.ts'

export type Refunding = { readonly invoiceId: string; readonly reason?: string | undefined }

/**
 * Gives back what an invoice collected, all of it, the way it came. What instant usage had paid before is not in it: that
 * is given back event by event. The invoice stays paid.
 */
export async function createRefund(
  realCtx: Ctx,
  { invoiceId, reason }: Refunding,
): Promise<InvoiceRefund> {
  const found = await findInvoice(realCtx, invoiceId)
  if (!found) throw notFound()
  const ctx = await atTimeOf(realCtx, found.customerId)
  const invoice = await lockInvoice(ctx, invoiceId)
  assert(invoice, 'an invoice is not deleted')
  const paidFrom = await refundableFrom(ctx, invoice)

  const { net, tax, currency } = booked(invoice)
  const note = {
    id: newId('creditNote'),
    invoiceId,
    subscriptionId: invoice.subscriptionId,
    customerId: invoice.customerId,
    currency,
    net,
    tax,
    // The fee is at most the net amount, so its fixed part may have been taken in part only.
    fee: invoice.fee > invoice.feeFixed ? invoice.fee - invoice.feeFixed : 0n,
    paidFrom,
    reason,
  }
  const way = await sendBack(ctx, invoice, note)
  const kept = { ...note, ...way }
  await post(ctx, invoiceCredited(credited(kept)))
  // Told when this is through: who writes to customers comes later than invoices, and knows the rest.
  const subjectId = noticeSubject({ kind: 'invoice_credited', id: note.id })
  await ctx.schedule({ kind: 'notices.send_notice', subjectId, dueAt: ctx.now })
  return insertRefund(ctx, kept)
}

/** 400 for what was not paid, or has gone back already. */
async function refundableFrom(ctx: Ctx, invoice: InvoiceRow): Promise<string> {
  const { id, status, paidFrom } = invoice
  if (status !== 'PAID') {
    throw new Problem('INVOICE_NOT_REFUNDABLE', `The invoice ${id} is ${status}, not PAID.`)
  }
  if (paidFrom === undefined) {
    throw new Problem('INVOICE_NOT_REFUNDABLE', `The invoice ${id} collected nothing.`)
  }
  const earlier = await listRefunds(ctx, id)
  if (earlier.some((refund) => refund.status === 'ISSUED')) {
    throw new Problem('INVOICE_ALREADY_REFUNDED', `The invoice ${id} is refunded already.`)
  }
  return paidFrom
}

type Note = Pick<InvoiceRefund, 'id' | 'net' | 'tax' | 'currency' | 'paidFrom'>

/** Funds are there at once, and out of band nothing moves here; through a provider the money is in transit. */
async function sendBack(ctx: Ctx, invoice: InvoiceRow, note: Note) {
  const { id: subjectId, net, tax, currency, paidFrom } = note
  if (typeof sourceOf(paidFrom) === 'string') return { refundId: undefined, settledAt: ctx.now }
  const sessionId = invoice.paymentSessionId ?? (await sessionOfSubscription(ctx, invoice))
  const amount = { nanos: net + tax, currency }
  const refundId = await refundPayment(ctx, { sessionId, subjectId, amount })
  return { refundId, settledAt: undefined }
}

/** Invoice 0 was paid with what its subscription asked for besides. */
async function sessionOfSubscription(ctx: Ctx, { subscriptionId }: InvoiceRow): Promise<string> {
  const sessionId = await paidSessionOf(ctx, 'subscription', subscriptionId)
  assert(sessionId, 'a first invoice was paid with its subscription')
  return sessionId
}
