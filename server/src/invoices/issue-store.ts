import { assert } from '@tallystick/core/assert.ts'
import { nanosToText } from '@tallystick/core/money/money.ts'
import { type Selectable, sql } from 'kysely'
import type { Ctx } from '../platform/ctx.ts'
import type { Schema } from '../platform/db/schema.gen.ts'
import { type InvoiceRow, type InvoiceStatus, readInvoice } from './store.ts'

/** What a calculation has found. Amounts in nanos. */
export type Totals = Pick<
  InvoiceRow,
  | 'subtotal'
  | 'totalTax'
  | 'grandTotal'
  | 'instantSubtotal'
  | 'instantTax'
  | 'paidOutNet'
  | 'paidOutTax'
  | 'itemCount'
  | 'tax'
>

export type Calculated = {
  readonly id: string
  /** What it passes through, the last one being what it becomes. */
  readonly statuses: readonly InvoiceStatus[]
  readonly totals: Totals
}

/** Keeps what was calculated. */
export async function setCalculated(
  ctx: Ctx,
  { id, statuses, totals }: Calculated,
): Promise<InvoiceRow> {
  const { rows } = await sql<Selectable<Schema['tally.invoices']>>`
    /* set invoice calculated */
    update tally.invoices set
      status = ${statuses.at(-1)}, history = history || ${steps(ctx, statuses)}::jsonb,
      subtotal = ${nanosToText(totals.subtotal)}, total_tax = ${nanosToText(totals.totalTax)},
      grand_total = ${nanosToText(totals.grandTotal)},
      instant_subtotal = ${nanosToText(totals.instantSubtotal)},
      instant_tax = ${nanosToText(totals.instantTax)},
      paid_out_net = ${nanosToText(totals.paidOutNet)},
      paid_out_tax = ${nanosToText(totals.paidOutTax)},
      item_count = ${totals.itemCount},
      tax = ${totals.tax === undefined ? null : JSON.stringify(totals.tax)}::jsonb,
      failure_code = null, calculated_at = ${ctx.now}, updated_at = ${ctx.now}
    where merchant_id = ${ctx.organizationId} and invoice_id = ${id}
    returning *`.execute(ctx.db)
  return only(rows)
}

export type Issued = { readonly id: string; readonly status: 'ISSUED' | 'PAID' }

/**
 * Gives an invoice its number, and with it its place in the world. The number is a row that all invoices of the merchant
 * wait for, so this is the last statement of its transaction.
 */
export async function setIssued(ctx: Ctx, { id, status }: Issued): Promise<InvoiceRow> {
  const at = ctx.now.toZonedDateTimeISO('UTC')
  const month = at.toPlainDate().toString().slice(0, 7)
  const today = at.startOfDay().toInstant()
  const passed: readonly InvoiceStatus[] = status === 'PAID' ? ['ISSUED', 'PAID'] : ['ISSUED']
  const { rows } = await sql<Selectable<Schema['tally.invoices']>>`
    /* set invoice issued */
    with taken as (
      insert into tally.invoice_numbers as n (merchant_id, series, month, last)
      values (${ctx.organizationId}, 'INV', ${month}, 1)
      on conflict (merchant_id, series, month) do update set last = n.last + 1
      returning n.last::text as last
    )
    update tally.invoices as i set
      number = concat('INV-', ${month}::text, '-', lpad(t.last, greatest(3, length(t.last)), '0')),
      status = ${status}, history = i.history || ${steps(ctx, passed)}::jsonb,
      issued_at = ${ctx.now}, due_at = ${today}::timestamptz + make_interval(days => i.payment_term_days),
      paid_at = ${status === 'PAID' ? ctx.now : null}, updated_at = ${ctx.now}
    from taken as t
    where i.merchant_id = ${ctx.organizationId} and i.invoice_id = ${id}
    returning i.*`.execute(ctx.db)
  return only(rows)
}

function only(rows: readonly Selectable<Schema['tally.invoices']>[]): InvoiceRow {
  const [row] = rows
  assert(row, 'an invoice that is being calculated is there')
  return readInvoice(row)
}

function steps(ctx: Ctx, statuses: readonly InvoiceStatus[]): string {
  const at = ctx.now.toString()
  return JSON.stringify(statuses.map((status) => ({ status, at })))
}
