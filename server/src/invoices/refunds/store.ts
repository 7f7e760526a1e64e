import type { Currency } from '@tallystick/core/money/money.ts'
import { nanosToText } from '@tallystick/core/money/money.ts'
import type { Selectable } from 'kysely'
import { sql } from 'kysely'
import type { Ctx } from '../../platform/ctx.ts'
import { currencyOf, nanosOf } from '../../platform/db/amounts.ts'
import type { Schema } from '../../platform/db/schema.gen.ts'

/** A credit note: a paid invoice that is given back in full. Amounts in nanos. */
export type InvoiceRefund = {
  readonly id: string
  readonly invoiceId: string
  readonly subscriptionId: string
  readonly customerId: string
  readonly number: string
  readonly status: 'ISSUED' | 'VOIDED'
  readonly currency: Currency
  readonly net: bigint
  readonly tax: bigint
  /** What the platform gives back of its fee. */
  readonly fee: bigint
  /** `provider:account`, `funds` or `out_of_band`: where its money goes back to. */
  readonly paidFrom: string
  readonly refundId: string | undefined
  readonly reason: string | undefined
  readonly settledAt: Temporal.Instant | undefined
  readonly voidedAt: Temporal.Instant | undefined
  readonly createdAt: Temporal.Instant
}

type Details = { readonly reason?: string | undefined; readonly voidReason?: string | undefined }
const place = (row: string) => ({ table: 'invoice_refunds', column: 'details', row })

type NewRefund = Omit<InvoiceRefund, 'number' | 'status' | 'voidedAt' | 'createdAt'>

/**
 * Gives a credit note its number and keeps it. The number is a row that all credit notes of the merchant wait for, so
 * this is the last statement of its transaction.
 */
export async function insertRefund(ctx: Ctx, refund: NewRefund): Promise<InvoiceRefund> {
  const month = ctx.now.toZonedDateTimeISO('UTC').toPlainDate().toPlainYearMonth().toString()
  const { id, reason, settledAt, refundId } = refund
  const details: Details = { reason }
  const { rows } = await sql<Row>`
    /* insert credit note */
    with taken as (
      insert into tally.invoice_numbers as n (merchant_id, series, month, last)
      values (${ctx.organizationId}, 'CRN', ${month}, 1)
      on conflict (merchant_id, series, month) do update set last = n.last + 1
      returning n.last::text as last
    )
    insert into tally.invoice_refunds (
      merchant_id, invoice_refund_id, invoice_id, subscription_id, customer_id, number, status, currency, amount,
      tax_amount, total, fee, details, paid_from, refund_id, settled_at, created_at, updated_at)
    select ${ctx.organizationId}, ${id}, ${refund.invoiceId}, ${refund.subscriptionId},
      ${refund.customerId}, concat('CRN-', ${month}::text, '-', lpad(t.last, greatest(3, length(t.last)), '0')),
      'ISSUED', ${refund.currency}, ${nanosToText(refund.net)}::numeric, ${nanosToText(refund.tax)}::numeric,
      ${nanosToText(refund.net + refund.tax)}::numeric, ${nanosToText(refund.fee)}::numeric,
      ${ctx.seals.seal(place(id), details)}::bytea, ${refund.paidFrom}, ${refundId ?? null},
      ${settledAt ?? null}::timestamptz, ${ctx.now}::timestamptz, ${ctx.now}::timestamptz
    from taken as t
    returning *`.execute(ctx.db)
  const [row] = rows
  if (!row) throw new Error('a credit note was kept')
  return open(ctx, row)
}

export async function lockRefund(ctx: Ctx, id: string): Promise<InvoiceRefund | undefined> {
  const row = await own(ctx).where('invoice_refund_id', '=', id).forUpdate().executeTakeFirst()
  return row && open(ctx, row)
}

export async function findRefund(ctx: Ctx, id: string): Promise<InvoiceRefund | undefined> {
  const row = await own(ctx).where('invoice_refund_id', '=', id).executeTakeFirst()
  return row && open(ctx, row)
}

/** All of one invoice, the newest first: one at most is not void. */
export async function listRefunds(ctx: Ctx, invoiceId: string): Promise<readonly InvoiceRefund[]> {
  const rows = await own(ctx)
    .where('invoice_id', '=', invoiceId)
    .orderBy('created_at', 'desc')
    .orderBy('invoice_refund_id', 'desc')
    .limit(1000)
    .execute()
  return rows.map((row) => open(ctx, row))
}

export async function setSettled(ctx: Ctx, id: string): Promise<void> {
  await ctx.db
    .updateTable('tally.invoice_refunds')
    .set({ settled_at: ctx.now, updated_at: ctx.now })
    .where('merchant_id', '=', ctx.organizationId)
    .where('invoice_refund_id', '=', id)
    .execute()
}

export async function setVoidReason(
  ctx: Ctx,
  { id, reason }: InvoiceRefund,
  voidReason: string | undefined,
): Promise<void> {
  const details: Details = { reason, voidReason }
  await ctx.db
    .updateTable('tally.invoice_refunds')
    .set({ details: ctx.seals.seal(place(id), details), updated_at: ctx.now })
    .where('merchant_id', '=', ctx.organizationId)
    .where('invoice_refund_id', '=', id)
    .execute()
}

export async function setVoided(ctx: Ctx, id: string): Promise<void> {
  await ctx.db
    .updateTable('tally.invoice_refunds')
    .set({ status: 'VOIDED', voided_at: ctx.now, updated_at: ctx.now })
    .where('merchant_id', '=', ctx.organizationId)
    .where('invoice_refund_id', '=', id)
    .execute()
}

function own({ db, organizationId }: Ctx) {
  return db
    .selectFrom('tally.invoice_refunds')
    .selectAll()
    .where('merchant_id', '=', organizationId)
}

type Row = Selectable<Schema['tally.invoice_refunds']>

function open(ctx: Ctx, row: Row): InvoiceRefund {
  const id = row.invoice_refund_id
  return {
    id,
    invoiceId: row.invoice_id,
    subscriptionId: row.subscription_id,
    customerId: row.customer_id,
    number: row.number,
    status: row.status as InvoiceRefund['status'],
    currency: currencyOf(row.currency),
    net: nanosOf(row.amount),
    tax: nanosOf(row.tax_amount),
    fee: nanosOf(row.fee),
    paidFrom: row.paid_from,
    refundId: row.refund_id ?? undefined,
    reason: ctx.seals.open<Details>(place(id), row.details).reason,
    settledAt: row.settled_at ?? undefined,
    voidedAt: row.voided_at ?? undefined,
    createdAt: row.created_at,
  }
}
