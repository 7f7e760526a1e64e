import { moneyToText } from '@tallystick/core/money/money.ts'
import type { Ctx } from '../platform/ctx.ts'
import type { Page } from '../platform/db/page.ts'
import type { Billing } from './billing.ts'
import { calculateOpen } from './calculate-open.ts'
import { listNumbered, listOpenInvoices } from './list-store.ts'
import { listRefunds } from './refunds/store.ts'
import { isInFlight, type ShownInvoice, showInvoices } from './show-invoice.ts'
import { findInvoice, type InvoiceRow } from './store.ts'

/* What the customer of a subscription sees of its invoices: what it has been told, and what it will be told next. */

export async function invoicesToldTo(
  ctx: Ctx,
  billing: Billing,
  { subscriptionId, ...page }: Page & { readonly subscriptionId: string },
): Promise<{ readonly rows: readonly Told[]; readonly total: number }> {
  const { rows, total } = await listNumbered(ctx, subscriptionId, page)
  return { rows: await tell(ctx, billing, rows), total }
}

/** An invoice as the wire shows it, and what everyone has who was told of it. */
export type Told = {
  readonly shown: ShownInvoice
  readonly number: string
  readonly issuedAt: Temporal.Instant
}

async function tell(ctx: Ctx, billing: Billing, rows: readonly InvoiceRow[]): Promise<Told[]> {
  const shown = await showInvoices(ctx, billing, rows)
  return rows.flatMap(({ number, issuedAt }, at) => {
    const one = shown[at]
    return number !== undefined && issuedAt && one ? [{ shown: one, number, issuedAt }] : []
  })
}

/** One of them; undefined for one that was not told yet, or to somebody else. */
export async function invoiceToldTo(
  ctx: Ctx,
  billing: Billing,
  { subscriptionId, id }: { readonly subscriptionId: string; readonly id: string },
) {
  const invoice = await findInvoice(ctx, id)
  if (invoice?.subscriptionId !== subscriptionId) return undefined
  const [told] = await tell(ctx, billing, [invoice])
  if (!told) return undefined
  const isPaymentInFlight = await isInFlight(ctx, invoice)
  return { ...told, isPaymentInFlight, creditNotes: await listRefunds(ctx, id) }
}

/** What the invoice of the running period would say if it were issued now; undefined where none is to come. */
export async function nextInvoiceOf(ctx: Ctx, billing: Billing, subscriptionId: string) {
  const open = await listOpenInvoices(ctx, subscriptionId)
  const running = open.find(({ status }) => status === 'ACTIVE')
  if (!running) return undefined
  const { lines, totals } = await calculateOpen(ctx, billing, running)
  const { currency, gracePeriodEnd } = running
  const amount = (nanos: bigint) => moneyToText({ nanos, currency })
  const { subtotal, totalTax, grandTotal, instantSubtotal, instantTax } = totals
  return {
    at: gracePeriodEnd.toString(),
    amount: amount(grandTotal - instantSubtotal - instantTax),
    subtotal: amount(subtotal),
    tax: amount(totalTax),
    currency,
    lines: lines.map((line) => ({ description: line.displayName, amount: amount(line.subtotal) })),
  }
}
