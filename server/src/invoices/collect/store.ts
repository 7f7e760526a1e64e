import type { Decimal } from '@tallystick/core/money/decimal.ts'
import { nanosToText } from '@tallystick/core/money/money.ts'
import { sql } from 'kysely'
import type { Ctx } from '../../platform/ctx.ts'
import { decimalOf, nanosOf } from '../../platform/db/amounts.ts'
import { type LineRow, readLine } from '../line-store.ts'
import { type InvoiceRow, type InvoiceStatus, readInvoice } from '../store.ts'

export type Paid = {
  readonly fee: bigint
  readonly feeFixed: bigint
  /** `provider:account`, `funds` or `out_of_band`. */
  readonly from: string
}

/** Nothing of how it failed before is left. */
export async function setPaid(ctx: Ctx, id: string, paid: Paid): Promise<InvoiceRow> {
  return change(ctx, id, {
    ...entering(ctx, 'PAID'),
    fee: nanosToText(paid.fee),
    fee_fixed: nanosToText(paid.feeFixed),
    paid_from: paid.from,
    paid_at: ctx.now,
    failure_code: null,
  })
}

export type Failing = {
  readonly failureCode: string
  /** Left out where nothing is tried again by itself. */
  readonly firstFailedAt?: Temporal.Instant
  readonly dunningStep?: number
  readonly status?: 'PAYMENT_FAILED'
}

export async function setFailing(ctx: Ctx, id: string, failing: Failing): Promise<InvoiceRow> {
  const { failureCode, firstFailedAt, dunningStep, status } = failing
  return change(ctx, id, {
    ...(status && entering(ctx, status)),
    failure_code: failureCode,
    ...(firstFailedAt && { first_failed_at: firstFailedAt }),
    ...(dunningStep !== undefined && { dunning_step: dunningStep }),
  })
}

/** Given up, or expected again: with nothing of how it failed before. */
export async function setStatus(
  ctx: Ctx,
  id: string,
  status: 'WRITTEN_OFF' | 'ISSUED',
): Promise<InvoiceRow> {
  const anew = { failure_code: null, first_failed_at: null, dunning_step: 0 }
  return change(ctx, id, { ...entering(ctx, status), ...anew })
}

function entering({ now }: Ctx, status: InvoiceStatus) {
  const step = JSON.stringify([{ status, at: now.toString() }])
  return { status, history: sql<string>`history || ${step}::jsonb` }
}

async function change(
  ctx: Ctx,
  id: string,
  columns: Readonly<Record<string, unknown>>,
): Promise<InvoiceRow> {
  const row = await ctx.db
    .updateTable('tally.invoices')
    .set({ ...columns, updated_at: ctx.now })
    .where('merchant_id', '=', ctx.organizationId)
    .where('invoice_id', '=', id)
    .returningAll()
    .executeTakeFirstOrThrow()
  return readInvoice(row)
}

/** The first lines of an invoice, in the order in which it shows them. */
export async function listFirstLines(
  ctx: Ctx,
  invoiceId: string,
  limit: number,
): Promise<readonly LineRow[]> {
  const rows = await ctx.db
    .selectFrom('tally.invoice_lines')
    .selectAll()
    .where('merchant_id', '=', ctx.organizationId)
    .where('invoice_id', '=', invoiceId)
    .orderBy('position')
    .limit(limit)
    .execute()
  return rows.map((row) => readLine(ctx, row))
}

/** Tax of an invoice by its rates, in nanos; without those that come to nothing. */
export async function sumTaxes(
  ctx: Ctx,
  invoiceId: string,
): Promise<readonly { readonly percent: Decimal; readonly nanos: bigint }[]> {
  const { rows } = await sql<{ percent: string; tax: string }>`
    select trim_scale(tax_rate) as percent, sum(tax) as tax from tally.invoice_lines
    where merchant_id = ${ctx.organizationId} and invoice_id = ${invoiceId}
    group by trim_scale(tax_rate) having sum(tax) <> 0
    order by trim_scale(tax_rate) desc`.execute(ctx.db)
  return rows.map(({ percent, tax }) => ({ percent: decimalOf(percent), nanos: nanosOf(tax) }))
}

/** That of a running period stands and falls with its subscription. */
const inNobodysWay: readonly InvoiceStatus[] = ['ACTIVE', 'PAID', 'CANCELLED', 'WRITTEN_OFF']

/** Invoices of a customer that are being made or owed: how many, and the oldest of them. */
export async function listUnended(ctx: Ctx, customerId: string, limit: number) {
  const rows = await ctx.db
    .selectFrom('tally.invoices')
    .select(['invoice_id', 'status', sql<bigint>`count(*) over ()`.as('total')])
    .where('merchant_id', '=', ctx.organizationId)
    .where('customer_id', '=', customerId)
    .where('status', 'not in', inNobodysWay)
    .orderBy('created_at')
    .orderBy('invoice_id')
    .limit(limit)
    .execute()
  const items = rows.map(({ invoice_id: id, status }) => ({ id, status }))
  return { count: Number(rows[0]?.total ?? 0), items }
}

export type Decision = {
  readonly id: string
  readonly invoiceId: string
  readonly kind: 'marked_paid' | 'written_off' | 'write_off_reversed'
  readonly reference?: string | undefined
  readonly note?: string | undefined
}

/** What somebody decided about a debt, in words that are the merchant's own. */
export async function insertDecision(
  ctx: Ctx,
  { id, invoiceId, kind, reference, note }: Decision,
): Promise<void> {
  await ctx.db
    .insertInto('tally.invoice_decisions')
    .values({
      merchant_id: ctx.organizationId,
      invoice_decision_id: id,
      invoice_id: invoiceId,
      kind,
      details: ctx.seals.seal(
        { table: 'invoice_decisions', column: 'details', row: id },
        { reference, note },
      ),
      created_at: ctx.now,
    })
    .execute()
}
