import type { Sent } from '@tallystick/contract/endpoint.ts'
import type { Invoice } from '@tallystick/contract/invoice.ts'
import { minorDigits, nanosToText } from '@tallystick/core/money/money.ts'
import type { Static } from 'typebox'
import { atTimeOf } from '../clocks/at-time-of.ts'
import { paidOf } from '../ledger/booked-about.ts'
import { paymentPagesOf } from '../payments/payment-pages-of.ts'
import type { Ctx } from '../platform/ctx.ts'
import type { Billing } from './billing.ts'
import { calculateOpen, isOpen } from './calculate-open.ts'
import type { InvoiceRow, InvoiceStatus } from './store.ts'

export type ShownInvoice = Sent<Static<typeof Invoice>>

/** Invoices as the wire shows them. Totals of open ones are computed as if they were issued now. */
export async function showInvoices(
  ctx: Ctx,
  billing: Billing,
  rows: readonly InvoiceRow[],
): Promise<ShownInvoice[]> {
  const paid = await paidOf(
    ctx,
    rows.filter(({ issuedAt }) => issuedAt).map(({ id }) => id),
  )
  const pages = await paymentPagesOf(
    ctx,
    rows.flatMap(({ paymentSessionId }) => paymentSessionId ?? []),
  )
  const shown: ShownInvoice[] = []
  for (const row of rows) {
    const own = await atTimeOf(ctx, row.customerId)
    const invoice = isOpen(row) ? await withLiveTotals(own, billing, row) : row
    const page = pages.get(row.paymentSessionId ?? '')
    const links = row.number === undefined ? undefined : await billing.documentLinks(ctx, row)
    shown.push({
      ...show(ctx, invoice, { paid: paid.get(row.id) ?? 0n, url: page?.url }),
      ...links,
    })
  }
  return shown
}

/** Whether a payment of it is being processed right now. */
export async function isInFlight(ctx: Ctx, { paymentSessionId }: InvoiceRow): Promise<boolean> {
  if (paymentSessionId === undefined) return false
  const pages = await paymentPagesOf(ctx, [paymentSessionId])
  return pages.get(paymentSessionId)?.status === 'processing'
}

async function withLiveTotals(ctx: Ctx, billing: Billing, row: InvoiceRow): Promise<InvoiceRow> {
  const { totals } = await calculateOpen(ctx, billing, row)
  return { ...row, ...totals }
}

type Books = { readonly paid: bigint; readonly url: string | undefined }

const payable: readonly InvoiceStatus[] = ['ISSUED', 'PAYMENT_FAILED']

function show(ctx: Ctx, invoice: InvoiceRow, { paid, url }: Books): ShownInvoice {
  const { currency, grandTotal } = invoice
  const text = (nanos: bigint) => nanosToText(nanos, minorDigits(currency))
  const paidInAll = paid + (invoice.issuedAt ? alreadyPaid(invoice) : 0n)
  const isOwed = payable.includes(invoice.status)
  const unpaid = isOwed || isPending(invoice) ? grandTotal - paidInAll : 0n
  return {
    id: invoice.id,
    object: 'invoice',
    autoApprove: invoice.autoApprove,
    billingAnchor: invoice.billingAnchor.toString(),
    billingCadence: invoice.billingCadence,
    createdAt: invoice.createdAt.toString(),
    currency,
    ...(invoice.failureCode !== undefined && { failureReason: invoice.failureCode }),
    gracePeriodEnd: invoice.gracePeriodEnd.toString(),
    grandTotal: text(grandTotal),
    invoiceNumber: invoice.number ?? null,
    itemCount: invoice.itemCount,
    merchantId: ctx.organizationId,
    metadata: { history: invoice.history },
    nextActionAt: nextActionAt(invoice)?.toString() ?? null,
    paidAmount: text(paidInAll),
    paidAt: invoice.paidAt?.toString() ?? null,
    dueAt: invoice.dueAt?.toString() ?? null,
    ...(isOwed && unpaid > 0n && url !== undefined && { paymentUrl: url }),
    periodEnd: invoice.period.end.toString(),
    periodStart: invoice.period.start.toString(),
    sequenceNumber: invoice.sequence,
    status: invoice.status,
    subscriptionId: invoice.subscriptionId,
    customerId: invoice.customerId,
    subtotal: text(invoice.subtotal),
    tax: invoice.tax as ShownInvoice['tax'],
    totalTax: text(invoice.totalTax),
    unpaidAmount: text(unpaid),
    updatedAt: invoice.updatedAt.toString(),
  }
}

/** What instant usage has paid before there was an invoice. */
export function alreadyPaid({ instantSubtotal, instantTax }: InvoiceRow): bigint {
  return instantSubtotal + instantTax
}

/** Not a debt yet, and on its way to become one. */
function isPending({ status }: InvoiceRow): boolean {
  return ['ACTIVE', 'CLOSING', 'CLOSED', 'CALCULATING', 'DRAFT', 'FAILED'].includes(status)
}

function nextActionAt({
  status,
  period,
  gracePeriodEnd,
}: InvoiceRow): Temporal.Instant | undefined {
  if (status === 'ACTIVE') return period.end
  return status === 'CLOSING' ? gracePeriodEnd : undefined
}
