import type { Sent } from '@tallystick/contract/endpoint.ts'
import type { InvoiceLineItem } from '@tallystick/contract/invoice.ts'
import type { LineItem } from '@tallystick/contract/line-items.ts'
import { formatDecimal } from '@tallystick/core/money/decimal.ts'
import { minorDigits, nanosToText } from '@tallystick/core/money/money.ts'
import type { Static } from 'typebox'
import type { SourceName } from '../catalog/line-names.ts'
import type { LineRow, LineType } from './line-store.ts'

export type ShownLineItem = Sent<Static<typeof LineItem>>

/** A line that is kept: invoiced, or written by hand and waiting. */
export function showLineItem(line: LineRow): ShownLineItem {
  const isFinal = line.calculatedAt !== undefined
  const text = (nanos: bigint) => nanosToText(nanos, minorDigits(line.currency))
  return {
    ...about(line),
    status: isFinal ? 'invoiced' : 'pending',
    quantity: formatDecimal(line.quantity),
    meteredQuantity: line.type === 'metered' ? formatDecimal(line.quantity) : null,
    subtotal: text(line.subtotal),
    taxesTotal: isFinal ? text(line.tax) : null,
    total: text(line.total),
  }
}

/** A line of a period that is still open, as it would be invoiced now. */
export function showPendingLine(line: LineRow): ShownLineItem {
  const text = (nanos: bigint) => nanosToText(nanos, minorDigits(line.currency))
  if (line.type !== 'metered') {
    return {
      ...about(line),
      status: 'pending',
      quantity: formatDecimal(line.quantity),
      meteredQuantity: null,
      subtotal: text(line.subtotal),
      taxesTotal: null,
      total: text(line.subtotal),
    }
  }
  return {
    ...about(line),
    status: 'pending',
    quantity: null,
    meteredQuantity: null,
    subtotal: text(0n),
    taxesTotal: null,
    total: text(0n),
    estimatedMeteredQuantity: formatDecimal(line.quantity),
    estimatedSubtotal: text(line.subtotal),
  }
}

function about(line: LineRow) {
  const isFee = line.type === 'fee' || line.type === 'discount'
  return {
    id: line.id,
    subscriptionId: line.subscriptionId,
    customerId: line.customerId,
    priceId: line.priceId ?? null,
    itemId: line.itemId ?? null,
    invoiceId: line.invoiceId ?? null,
    type: line.type,
    displayName: line.displayName,
    description: line.description ?? null,
    currency: line.currency,
    periodStart: line.billed.start.toString(),
    periodEnd: line.billed.end.toString(),
    invoiceAt: line.invoiceAt.toString(),
    calculatedAt: line.calculatedAt?.toString() ?? null,
    unitPrice: formatDecimal(line.unitPrice),
    paymentTerm: isFee && line.paymentTerm !== 'instant' ? (line.paymentTerm ?? null) : null,
    createdAt: line.createdAt.toString(),
    updatedAt: line.updatedAt.toString(),
  }
}

const eventTypes = {
  fee: 'fee',
  manual: 'fee',
  metered: 'usage',
  discount: 'discount',
} as const satisfies Record<LineType, string>

/** A line as its invoice shows it. */
export function showInvoiceLine(
  line: LineRow,
  names: ReadonlyMap<string, SourceName>,
): Sent<Static<typeof InvoiceLineItem>> {
  const text = (nanos: bigint) => nanosToText(nanos, minorDigits(line.currency))
  const source = line.billableMetricId ?? line.feeId ?? ''
  const name = names.get(source)
  return {
    eventType: eventTypes[line.type],
    eventId: line.id,
    eventSourceId: source,
    billableMetricId: source,
    itemId: line.itemId ?? null,
    priceId: line.priceId ?? null,
    invoiceDisplayName: line.displayName,
    lineItemType: 'charge',
    meterEventId: line.id,
    metricDescription: line.billableMetricId === undefined ? '' : (name?.description ?? ''),
    metricName: name?.name ?? line.displayName,
    metricUnit: name?.unit ?? '',
    // The contract has numbers here; they are for looking at, and nothing is computed from them.
    quantity: Number(formatDecimal(line.quantity)),
    taxRate: Number(formatDecimal(line.taxPercent)) / 100,
    totalAmount: text(line.total),
    totalPrice: text(line.subtotal),
    totalTax: text(line.tax),
    unitPrice: formatDecimal(line.unitPrice),
  }
}
