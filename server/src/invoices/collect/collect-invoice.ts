import { openPaymentSession } from '../../payments/open-payment-session.ts'
import type { Ctx } from '../../platform/ctx.ts'
import { changeInvoice, type InvoiceRow } from '../store.ts'
import { breakdownOf, hasPage } from './breakdown.ts'
import type { Collection } from './collection.ts'
import { owed } from './owed.ts'

/** An invoice was issued: from now on there is a page where it can be paid, or its customer is charged right away. */
export async function collectInvoice(
  ctx: Ctx,
  collection: Collection,
  invoice: InvoiceRow,
): Promise<void> {
  if (!hasPage(invoice)) return
  const byItself = await collection.chargesByItself(ctx, invoice.subscriptionId)
  await openPage(ctx, invoice, byItself)
  if (byItself) await chargeAt(ctx, invoice.id, ctx.now)
}

/** A page never ends before its invoice is paid or given up: an end that nobody lives to see is none. */
const hoursOpen = 100 * 365 * 24

export async function openPage(ctx: Ctx, invoice: InvoiceRow, saves: boolean): Promise<void> {
  const { id, customerId, subscriptionId } = invoice
  const session = await openPaymentSession(ctx, {
    entityType: 'invoice',
    entityId: id,
    customerId,
    subscriptionId,
    amount: owed(invoice),
    breakdown: await breakdownOf(ctx, invoice),
    expiresAt: ctx.now.add({ hours: hoursOpen }),
    saveMethod: saves ? 'required' : 'offered',
    mode: 'payment',
  })
  await changeInvoice(ctx, id, { paymentSessionId: session.id })
}

export async function chargeAt(ctx: Ctx, id: string, dueAt: Temporal.Instant): Promise<void> {
  await ctx.schedule({ kind: 'invoices.charge_invoice', subjectId: id, dueAt })
}
