import { type Decimal, formatDecimal } from '@tallystick/core/money/decimal.ts'
import { type Currency, nanosToText } from '@tallystick/core/money/money.ts'
import type { Period } from '@tallystick/core/time/period.ts'
import type { Selectable } from 'kysely'
import type { Ctx } from '../platform/ctx.ts'
import { currencyOf, decimalOf, nanosOf } from '../platform/db/amounts.ts'
import type { Schema } from '../platform/db/schema.gen.ts'

export type LineType = 'fee' | 'metered' | 'manual' | 'discount'
export type LineCause = 'charge' | 'rebate' | 'late' | 'credit' | 'instant'

/** A line of an invoice, or one that waits for its invoice. Amounts in nanos. */
export type LineRow = {
  readonly id: string
  /** Undefined while it waits for the subscription's next invoice. */
  readonly invoiceId: string | undefined
  readonly subscriptionId: string
  readonly customerId: string
  readonly position: number | undefined
  readonly type: LineType
  readonly cause: LineCause
  readonly priceId: string | undefined
  readonly feeId: string | undefined
  readonly billableMetricId: string | undefined
  readonly itemId: string | undefined
  readonly paymentTerm: 'in_advance' | 'in_arrears' | 'instant' | undefined
  readonly displayName: string
  readonly description: string | undefined
  /** The natural cycle of the price; undefined for lines without a price. */
  readonly cycle: Period | undefined
  /** The part of it that is billed. */
  readonly billed: Period
  readonly invoiceAt: Temporal.Instant
  readonly currency: Currency
  readonly quantity: Decimal
  readonly unitPrice: Decimal
  /** 13 is 13 %. */
  readonly taxPercent: Decimal
  readonly subtotal: bigint
  readonly tax: bigint
  readonly total: bigint
  /** All that the amounts follow from. */
  readonly basis: unknown
  /** Undefined until its amounts are final. */
  readonly calculatedAt: Temporal.Instant | undefined
  readonly createdAt: Temporal.Instant
  readonly updatedAt: Temporal.Instant
}

export type NewLine = Omit<LineRow, 'createdAt' | 'updatedAt'>

type Details = { readonly displayName: string; readonly description?: string | undefined }

const place = (row: string) => ({ table: 'invoice_lines', column: 'details', row })

export async function insertLines(ctx: Ctx, lines: readonly NewLine[]): Promise<void> {
  if (lines.length === 0) return
  await ctx.db
    .insertInto('tally.invoice_lines')
    .values(lines.map((line) => ({ ...lineColumns(ctx, line), created_at: ctx.now })))
    .execute()
}

export function lineColumns(ctx: Ctx, line: NewLine) {
  return {
    merchant_id: ctx.organizationId,
    invoice_line_id: line.id,
    invoice_id: line.invoiceId ?? null,
    subscription_id: line.subscriptionId,
    customer_id: line.customerId,
    position: line.position ?? null,
    type: line.type,
    cause: line.cause,
    price_id: line.priceId ?? null,
    fee_id: line.feeId ?? null,
    billable_metric_id: line.billableMetricId ?? null,
    item_id: line.itemId ?? null,
    payment_term: line.paymentTerm ?? null,
    ...namedColumns(ctx, line),
    cycle_start: line.cycle?.start ?? null,
    cycle_end: line.cycle?.end ?? null,
    billed_start: line.billed.start,
    billed_end: line.billed.end,
    invoice_at: line.invoiceAt,
    currency: line.currency,
    quantity: formatDecimal(line.quantity),
    unit_price: formatDecimal(line.unitPrice),
    tax_rate: formatDecimal(line.taxPercent),
    subtotal: nanosToText(line.subtotal),
    tax: nanosToText(line.tax),
    total: nanosToText(line.total),
    basis: JSON.stringify(line.basis),
    calculated_at: line.calculatedAt ?? null,
    updated_at: ctx.now,
  }
}

/** Names from the catalog are in the clear, as there; what a merchant wrote for one customer is sealed. */
function namedColumns(ctx: Ctx, { id, type, displayName, description }: NewLine) {
  if (type !== 'manual') return { display_name: displayName, details: null }
  const details: Details = { displayName, description }
  return { display_name: null, details: ctx.seals.seal(place(id), details) }
}

export function readLine(ctx: Ctx, row: Selectable<Schema['tally.invoice_lines']>): LineRow {
  const id = row.invoice_line_id
  const details = row.details && ctx.seals.open<Details>(place(id), row.details)
  return {
    id,
    invoiceId: row.invoice_id ?? undefined,
    subscriptionId: row.subscription_id,
    customerId: row.customer_id,
    position: row.position ?? undefined,
    type: row.type as LineType,
    cause: row.cause as LineCause,
    priceId: row.price_id ?? undefined,
    feeId: row.fee_id ?? undefined,
    billableMetricId: row.billable_metric_id ?? undefined,
    itemId: row.item_id ?? undefined,
    paymentTerm: (row.payment_term ?? undefined) as LineRow['paymentTerm'],
    displayName: details?.displayName ?? row.display_name ?? '',
    description: details?.description,
    cycle: cycleOf(row),
    billed: { start: row.billed_start, end: row.billed_end },
    invoiceAt: row.invoice_at,
    currency: currencyOf(row.currency),
    quantity: decimalOf(row.quantity),
    unitPrice: decimalOf(row.unit_price),
    taxPercent: decimalOf(row.tax_rate),
    subtotal: nanosOf(row.subtotal),
    tax: nanosOf(row.tax),
    total: nanosOf(row.total),
    basis: row.basis,
    calculatedAt: row.calculated_at ?? undefined,
    createdAt: row.created_at,
    updatedAt: row.updated_at,
  }
}

function cycleOf({
  cycle_start: start,
  cycle_end: end,
}: Selectable<Schema['tally.invoice_lines']>) {
  return start && end ? { start, end } : undefined
}

/** Lines that waited are on their invoice now: their place, tax and totals are final. */
export async function setLinesInvoiced(ctx: Ctx, lines: readonly NewLine[]): Promise<void> {
  for (const line of lines) {
    const { invoice_line_id: id, merchant_id: _, details: __, ...columns } = lineColumns(ctx, line)
    await ctx.db
      .updateTable('tally.invoice_lines')
      .set(columns)
      .where('merchant_id', '=', ctx.organizationId)
      .where('invoice_line_id', '=', id)
      .execute()
  }
}
