import type { Decimal } from '@tallystick/core/money/decimal.ts'
import { formatDecimal } from '@tallystick/core/money/decimal.ts'
import type { Currency } from '@tallystick/core/money/money.ts'
import { nanosToText } from '@tallystick/core/money/money.ts'
import type { Period } from '@tallystick/core/time/period.ts'
import type { Selectable } from 'kysely'
import type { Ctx } from '../platform/ctx.ts'
import { currencyOf, nanosOf } from '../platform/db/amounts.ts'
import type { Schema } from '../platform/db/schema.gen.ts'
import { newId } from '../platform/ids.ts'

export type InvoiceStatus = 'ISSUED' | 'PAID' | 'CANCELLED'

/** Amounts in nanos. */
export type InvoiceRow = {
  readonly id: string
  readonly subscriptionId: string
  readonly customerId: string
  readonly status: InvoiceStatus
  readonly currency: Currency
  readonly subtotal: bigint
  readonly totalTax: bigint
  readonly grandTotal: bigint
  readonly fee: bigint
  readonly feeFixed: bigint
}

export type NewInvoice = Pick<
  InvoiceRow,
  | 'id'
  | 'subscriptionId'
  | 'customerId'
  | 'status'
  | 'currency'
  | 'subtotal'
  | 'totalTax'
  | 'grandTotal'
> & { readonly sequence: number; readonly period: Period; readonly lines: readonly NewLine[] }

export type NewLine = {
  readonly priceId: string
  readonly feeId: string
  readonly displayName: string
  readonly quantity: bigint
  readonly unitPrice: Decimal
  readonly taxPercent: Decimal
  readonly net: bigint
  readonly tax: bigint
  readonly gross: bigint
}

const columns = [
  'invoice_id',
  'subscription_id',
  'customer_id',
  'status',
  'currency',
  'subtotal',
  'total_tax',
  'grand_total',
  'fee',
  'fee_fixed',
] as const

export async function insertInvoice(ctx: Ctx, invoice: NewInvoice): Promise<void> {
  const { id, period, lines } = invoice
  await ctx.db
    .insertInto('tally.invoices')
    .values({
      merchant_id: ctx.organizationId,
      invoice_id: id,
      subscription_id: invoice.subscriptionId,
      customer_id: invoice.customerId,
      sequence: invoice.sequence,
      status: invoice.status,
      currency: invoice.currency,
      period_start: period.start,
      period_end: period.end,
      grace_period_end: period.start,
      subtotal: nanosToText(invoice.subtotal),
      total_tax: nanosToText(invoice.totalTax),
      grand_total: nanosToText(invoice.grandTotal),
      issued_at: ctx.now,
      paid_at: invoice.status === 'PAID' ? ctx.now : null,
      created_at: ctx.now,
      updated_at: ctx.now,
    })
    .execute()
  await ctx.db
    .insertInto('tally.invoice_lines')
    .values(
      lines.map((line, position) => ({
        merchant_id: ctx.organizationId,
        invoice_line_id: newId('invoiceLine'),
        invoice_id: id,
        subscription_id: invoice.subscriptionId,
        position,
        price_id: line.priceId,
        fee_id: line.feeId,
        display_name: line.displayName,
        quantity: line.quantity.toString(),
        unit_price: formatDecimal(line.unitPrice),
        tax_rate: formatDecimal(line.taxPercent),
        subtotal: nanosToText(line.net),
        tax: nanosToText(line.tax),
        total: nanosToText(line.gross),
      })),
    )
    .execute()
}

/** The first invoices of these subscriptions; those without upfront fees have none. */
export async function listInvoicesZero(
  ctx: Ctx,
  subscriptionIds: readonly string[],
): Promise<readonly InvoiceRow[]> {
  if (subscriptionIds.length === 0) return []
  const rows = await ctx.db
    .selectFrom('tally.invoices')
    .select(columns)
    .where('merchant_id', '=', ctx.organizationId)
    .where('subscription_id', 'in', subscriptionIds)
    .where('sequence', '=', 0)
    .orderBy('subscription_id')
    .limit(subscriptionIds.length)
    .execute()
  return rows.map(read)
}

/** Locked until the transaction ends: what happens to an invoice happens once. */
export async function lockInvoiceZero(
  ctx: Ctx,
  subscriptionId: string,
): Promise<InvoiceRow | undefined> {
  const row = await ctx.db
    .selectFrom('tally.invoices')
    .select(columns)
    .where('merchant_id', '=', ctx.organizationId)
    .where('subscription_id', '=', subscriptionId)
    .where('sequence', '=', 0)
    .forUpdate()
    .executeTakeFirst()
  return row && read(row)
}

export async function setInvoicePaid(
  ctx: Ctx,
  { id, fee, feeFixed }: Pick<InvoiceRow, 'id' | 'fee' | 'feeFixed'>,
): Promise<void> {
  await ctx.db
    .updateTable('tally.invoices')
    .set({
      status: 'PAID',
      fee: nanosToText(fee),
      fee_fixed: nanosToText(feeFixed),
      paid_at: ctx.now,
      updated_at: ctx.now,
    })
    .where('merchant_id', '=', ctx.organizationId)
    .where('invoice_id', '=', id)
    .execute()
}

export async function setInvoiceCancelled(ctx: Ctx, id: string): Promise<void> {
  await ctx.db
    .updateTable('tally.invoices')
    .set({ status: 'CANCELLED', updated_at: ctx.now })
    .where('merchant_id', '=', ctx.organizationId)
    .where('invoice_id', '=', id)
    .execute()
}

export async function setInvoiceCredited(ctx: Ctx, id: string): Promise<void> {
  await ctx.db
    .updateTable('tally.invoices')
    .set({ credited_at: ctx.now, updated_at: ctx.now })
    .where('merchant_id', '=', ctx.organizationId)
    .where('invoice_id', '=', id)
    .execute()
}

type Row = Pick<Selectable<Schema['tally.invoices']>, (typeof columns)[number]>

function read(row: Row): InvoiceRow {
  return {
    id: row.invoice_id,
    subscriptionId: row.subscription_id,
    customerId: row.customer_id,
    status: row.status as InvoiceStatus,
    currency: currencyOf(row.currency),
    subtotal: nanosOf(row.subtotal),
    totalTax: nanosOf(row.total_tax),
    grandTotal: nanosOf(row.grand_total),
    fee: nanosOf(row.fee),
    feeFixed: nanosOf(row.fee_fixed),
  }
}
