import type { Input } from '@tallystick/contract/endpoint.ts'
import type { lineItems } from '@tallystick/contract/line-items.ts'
import { type Currency, minorDigits, nanosToText } from '@tallystick/core/money/money.ts'
import { atTimeOf } from '../clocks/at-time-of.ts'
import type { Ctx } from '../platform/ctx.ts'
import { invalid, notFound } from '../platform/problem.ts'
import type { Billing } from './billing.ts'
import { calculateOpen, isOpen } from './calculate-open.ts'
import { listStored, type StoredLines, sumStored } from './line-list-store.ts'
import type { LineRow } from './line-store.ts'
import { listOpenInvoices } from './list-store.ts'
import { showLineItem, showPendingLine } from './show-line.ts'
import { findInvoice, type InvoiceRow } from './store.ts'

type Query = Input<(typeof lineItems)['listLineItems']>['query']

/** Whose lines: those of open invoices are computed, as if they were issued now; all others are kept. */
type Scope = {
  readonly customerId: string
  readonly currency: Currency
  readonly open: readonly InvoiceRow[]
  readonly stored: Omit<StoredLines, 'without'>
}

/** Lines of a subscription or an invoice: first those of open periods, then what is kept, the newest first. */
export async function listLineItems(ctx: Ctx, billing: Billing, query: Query) {
  const { open, stored, customerId, currency } = await scopeOf(ctx, billing, query)
  const own = await atTimeOf(ctx, customerId)
  const live: LineRow[] = []
  for (const invoice of open) live.push(...(await calculateOpen(own, billing, invoice)).lines)

  // What waits is among the lines of the open invoice already that it would go on.
  const shownAlready = new Set(live.map(({ id }) => id))
  const kept = { ...stored, without: [...shownAlready] }
  const sums = await sumStored(ctx, kept)
  const { limit, offset } = query
  const fromLive = live.slice(offset, offset + limit)
  const rest = await listStored(ctx, kept, {
    limit: limit - fromLive.length,
    offset: Math.max(0, offset - live.length),
  })

  const sum = (isMetered: boolean) =>
    live
      .filter(({ type }) => (type === 'metered') === isMetered)
      .reduce((nanos, { subtotal }) => nanos + subtotal, 0n)
  const text = (nanos: bigint) => nanosToText(nanos, minorDigits(currency))
  return {
    object: 'list' as const,
    data: [...fromLive.map(showPendingLine), ...rest.map(showLineItem)],
    ...withItems(query.expand),
    totalCount: live.length + sums.total,
    summary: {
      feeSubtotal: text(sum(false) + sums.others),
      meteredEstimatedSubtotal: text(sum(true) + sums.metered),
      currency,
    },
  }
}

async function scopeOf(ctx: Ctx, billing: Billing, query: Query): Promise<Scope> {
  const { subscriptionId, invoiceId, status } = query
  if (invoiceId !== undefined) {
    if (status !== undefined) throw mistake('status', 'does not go with invoiceId')
    const invoice = await findInvoice(ctx, invoiceId)
    if (!invoice || (subscriptionId ?? invoice.subscriptionId) !== invoice.subscriptionId) {
      throw notFound()
    }
    return { ...invoice, open: isOpen(invoice) ? [invoice] : [], stored: { invoiceId } }
  }
  if (subscriptionId === undefined) throw mistake('subscriptionId', 'is required, or invoiceId')
  const subscription = await billing.subscriptionOf(ctx, subscriptionId)
  if (!subscription) throw notFound()
  const open = status === 'invoiced' ? [] : await listOpenInvoices(ctx, subscriptionId)
  return { ...subscription, open, stored: { subscriptionId, status } }
}

function mistake(field: string, message: string) {
  return invalid({ field, message, code: 'invalid_value' })
}

/** No line can be tagged yet, so no item is referred to. */
export function withItems(expand: string | undefined): { readonly items?: [] } {
  return expand?.split(',').includes('items') ? { items: [] } : {}
}
