import { sql } from 'kysely'
import type { Ctx } from '../platform/ctx.ts'
import { nanosOf } from '../platform/db/amounts.ts'
import { count, type Page } from '../platform/db/page.ts'
import { type LineRow, readLine } from './line-store.ts'

/** Lines whose amounts are final, of an invoice, in its order. */
export async function listLinesOf(ctx: Ctx, invoiceId: string, { limit, offset }: Page) {
  const all = ctx.db
    .selectFrom('tally.invoice_lines')
    .where('merchant_id', '=', ctx.organizationId)
    .where('invoice_id', '=', invoiceId)
    .where('calculated_at', 'is not', null)
  const rows = await all.selectAll().orderBy('position').limit(limit).offset(offset).execute()
  return { rows: rows.map((row) => readLine(ctx, row)), total: await count(all) }
}

/** Every line of an invoice: it has as many as it has, and they are billed as one. */
export async function listAllLinesOf(ctx: Ctx, invoiceId: string): Promise<readonly LineRow[]> {
  const { rows } = await listLinesOf(ctx, invoiceId, { limit: 100_000, offset: 0 })
  return rows
}

export type Waiting = {
  readonly subscriptionId: string
  /** The invoice that they would go on: lines that name another one wait for that. */
  readonly invoiceId: string
  /** Those that are not due by then wait on; undefined when only those that name the invoice are meant. */
  readonly dueBy: Temporal.Instant | undefined
}

/** Lines that wait for an invoice: what merchants wrote, and credits that were carried over. The oldest first. */
export async function listWaiting(ctx: Ctx, waiting: Waiting): Promise<readonly LineRow[]> {
  const rows = await ctx.db
    .selectFrom('tally.invoice_lines')
    .selectAll()
    .where('merchant_id', '=', ctx.organizationId)
    .where('subscription_id', '=', waiting.subscriptionId)
    .where('calculated_at', 'is', null)
    .where(({ or, eb, and }) =>
      or([
        eb('invoice_id', '=', waiting.invoiceId),
        and([eb('invoice_id', 'is', null), eb('invoice_at', '<=', waiting.dueBy ?? null)]),
      ]),
    )
    .orderBy('created_at')
    .orderBy('invoice_line_id')
    .limit(10_000)
    .execute()
  return rows.map((row) => readLine(ctx, row))
}

export type StoredLines = {
  readonly subscriptionId?: string | undefined
  readonly invoiceId?: string | undefined
  readonly status?: 'pending' | 'invoiced' | undefined
  readonly without: readonly string[]
}

function stored(ctx: Ctx, { subscriptionId, invoiceId, status, without }: StoredLines) {
  let some = ctx.db.selectFrom('tally.invoice_lines').where('merchant_id', '=', ctx.organizationId)
  if (subscriptionId !== undefined) some = some.where('subscription_id', '=', subscriptionId)
  if (invoiceId !== undefined) some = some.where('invoice_id', '=', invoiceId)
  if (status !== undefined) {
    some = some.where('calculated_at', status === 'pending' ? 'is' : 'is not', null)
  }
  return without.length === 0 ? some : some.where('invoice_line_id', 'not in', without)
}

/** A page of the lines that are kept, the newest first, and within an invoice in its order. */
export async function listStored(ctx: Ctx, filter: StoredLines, { limit, offset }: Page) {
  if (limit <= 0) return []
  const rows = await stored(ctx, filter)
    .selectAll()
    .orderBy('created_at', 'desc')
    .orderBy('position')
    .orderBy('invoice_line_id')
    .limit(limit)
    .offset(offset)
    .execute()
  return rows.map((row) => readLine(ctx, row))
}

/** How many are kept, and their net sums in nanos. */
export async function sumStored(ctx: Ctx, filter: StoredLines) {
  const row = await stored(ctx, filter)
    .select([
      sql<number>`count(*)::int`.as('total'),
      sql<string>`coalesce(sum(subtotal) filter (where type <> 'metered'), 0)`.as('others'),
      sql<string>`coalesce(sum(subtotal) filter (where type = 'metered'), 0)`.as('metered'),
    ])
    .executeTakeFirstOrThrow()
  return { total: row.total, others: nanosOf(row.others), metered: nanosOf(row.metered) }
}

export async function listLinesById(ctx: Ctx, ids: readonly string[]): Promise<readonly LineRow[]> {
  if (ids.length === 0) return []
  const rows = await ctx.db
    .selectFrom('tally.invoice_lines')
    .selectAll()
    .where('merchant_id', '=', ctx.organizationId)
    .where('invoice_line_id', 'in', ids)
    .execute()
  return rows.map((row) => readLine(ctx, row))
}
