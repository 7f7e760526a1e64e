import { nanosToText } from '@tallystick/core/money/money.ts'
import { sql } from 'kysely'
import type { Ctx } from '../platform/ctx.ts'
import type { InvoiceRow, InvoiceStatus } from './store.ts'

/** What a calculation has found. Amounts in nanos. */
export type Totals = Pick<
  InvoiceRow,
  'subtotal' | 'totalTax' | 'grandTotal' | 'instantSubtotal' | 'instantTax' | 'itemCount' | 'tax'
>

/** Keeps what was calculated; the invoice stays as it is otherwise. */
export async function setCalculated(
  ctx: Ctx,
  id: string,
  { status, totals }: { readonly status: InvoiceStatus; readonly totals: Totals },
): Promise<void> {
  await sql`
    /* set invoice calculated */
    update tally.invoices set
      status = ${status}, history = history || ${steps(ctx, ['CLOSED', 'CALCULATING', status])}::jsonb,
      subtotal = ${nanosToText(totals.subtotal)}, total_tax = ${nanosToText(totals.totalTax)},
      grand_total = ${nanosToText(totals.grandTotal)},
      instant_subtotal = ${nanosToText(totals.instantSubtotal)},
      instant_tax = ${nanosToText(totals.instantTax)},
      item_count = ${totals.itemCount}, tax = ${JSON.stringify(totals.tax ?? null)}::jsonb,
      failure_code = null, calculated_at = ${ctx.now}, updated_at = ${ctx.now}
    where merchant_id = ${ctx.organizationId} and invoice_id = ${id}`.execute(ctx.db)
}

export type Issuing = { readonly id: string; readonly status: 'ISSUED' | 'PAID' }

/**
 * Gives an invoice its number, and with it its place in the world. The number is a row that all invoices of the merchant
 * wait for, so this is the last statement of its transaction.
 */
export async function setIssued(ctx: Ctx, { id, status }: Issuing): Promise<void> {
  const at = ctx.now.toZonedDateTimeISO('UTC')
  const month = at.toPlainDate().toString().slice(0, 7)
  const today = at.startOfDay().toInstant()
  await sql`
    /* set invoice issued */
    with taken as (
      insert into tally.invoice_numbers as n (merchant_id, series, month, last)
      values (${ctx.organizationId}, 'INV', ${month}, 1)
      on conflict (merchant_id, series, month) do update set last = n.last + 1
      returning n.last::text as last
    )
    update tally.invoices as i set
      number = concat('INV-', ${month}::text, '-', lpad(t.last, greatest(3, length(t.last)), '0')),
      status = ${status}, history = i.history || ${steps(ctx, [status])}::jsonb,
      issued_at = ${ctx.now}, due_at = ${today}::timestamptz + make_interval(days => i.payment_term_days),
      paid_at = ${status === 'PAID' ? ctx.now : null}, updated_at = ${ctx.now}
    from taken as t
    where i.merchant_id = ${ctx.organizationId} and i.invoice_id = ${id}`.execute(ctx.db)
}

function steps(ctx: Ctx, statuses: readonly InvoiceStatus[]): string {
  const at = ctx.now.toString()
  return JSON.stringify(statuses.map((status) => ({ status, at })))
}
