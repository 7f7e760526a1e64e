import { assert } from '@tallystick/core/assert.ts'
import {
  invoiceWriteOffReversed,
  invoiceWrittenOff,
} from '@tallystick/core/ledger/invoice-recipes.ts'
import { atTimeOf } from '../../clocks/at-time-of.ts'
import { post } from '../../ledger/post.ts'
import { closePaymentSession } from '../../payments/close-payment-session.ts'
import type { Ctx } from '../../platform/ctx.ts'
import { newId } from '../../platform/ids.ts'
import { notFound, Problem } from '../../platform/problem.ts'
import { booked } from '../booked.ts'
import { findInvoice, type InvoiceRow, lockInvoice } from '../store.ts'
import { chargeAt, openPage } from './collect-invoice.ts'
import type { Collection } from './collection.ts'
import { isPayable } from './owed.ts'
import { settleInvoice } from './settle-invoice.ts'
import { insertDecision, setStatus } from './store.ts'

export type Words = {
  readonly reference?: string | undefined
  readonly note?: string | undefined
}

type About = { readonly invoiceId: string; readonly words: Words }

/** The customer paid the merchant in another way. Nobody can pay it here any more. */
export async function markPaid(
  realCtx: Ctx,
  collection: Collection,
  { invoiceId, words }: About,
): Promise<InvoiceRow> {
  const { ctx, invoice } = await lockDebt(realCtx, invoiceId)
  await insertDecision(ctx, {
    id: newId('invoiceDecision'),
    invoiceId,
    kind: 'marked_paid',
    ...words,
  })
  return settleInvoice(ctx, collection, { invoice, source: 'out_of_band' })
}

/** Nobody expects the money any more. */
export async function writeOff(realCtx: Ctx, { invoiceId, words }: About): Promise<InvoiceRow> {
  const { ctx, invoice } = await lockDebt(realCtx, invoiceId)
  const id = newId('invoiceDecision')
  await insertDecision(ctx, { id, invoiceId, kind: 'written_off', ...words })
  await post(ctx, invoiceWrittenOff({ ...booked(invoice), id }))
  await ctx.unschedule('invoices.charge_invoice', invoiceId)
  return setStatus(ctx, invoiceId, 'WRITTEN_OFF')
}

/** The money is expected again: there is a new page, and whoever is charged by itself is charged again. */
export async function reverseWriteOff(
  realCtx: Ctx,
  collection: Collection,
  { invoiceId, words }: About,
): Promise<InvoiceRow> {
  const ctx = await atTimeOfInvoice(realCtx, invoiceId)
  const invoice = await lockInvoice(ctx, invoiceId)
  if (invoice?.status !== 'WRITTEN_OFF') {
    throw new Problem('INVOICE_NOT_WRITTEN_OFF', `The invoice ${invoiceId} is not written off.`)
  }
  const id = newId('invoiceDecision')
  await insertDecision(ctx, { id, invoiceId, kind: 'write_off_reversed', ...words })
  await post(ctx, invoiceWriteOffReversed({ ...booked(invoice), id }))
  const byItself = await collection.chargesByItself(ctx, invoice.subscriptionId)
  await setStatus(ctx, invoiceId, 'ISSUED')
  await openPage(ctx, invoice, byItself)
  if (byItself) await chargeAt(ctx, invoiceId, ctx.now)
  const issued = await findInvoice(ctx, invoiceId)
  assert(issued, 'an invoice is not deleted')
  return issued
}

async function atTimeOfInvoice(ctx: Ctx, invoiceId: string): Promise<Ctx> {
  const found = await findInvoice(ctx, invoiceId)
  if (!found) throw notFound()
  return atTimeOf(ctx, found.customerId)
}

/** A debt that nobody is paying right now, locked, its page closed: the session first, as everything does that pays. */
async function lockDebt(realCtx: Ctx, invoiceId: string) {
  const ctx = await atTimeOfInvoice(realCtx, invoiceId)
  const found = await findInvoice(ctx, invoiceId)
  const { paymentSessionId } = found ?? {}
  if (found && isPayable(found) && paymentSessionId)
    await closePaymentSession(ctx, paymentSessionId)
  const invoice = await lockInvoice(ctx, invoiceId)
  if (!invoice || !isPayable(invoice) || paymentSessionId === undefined) {
    throw new Problem('INVOICE_NOT_PAYABLE', whyNot(invoice))
  }
  return { ctx, invoice }
}

function whyNot(invoice: InvoiceRow | undefined): string {
  if (!invoice || isPayable(invoice)) return 'The first invoice is paid with its subscription.'
  return `The invoice ${invoice.id} is ${invoice.status}.`
}
