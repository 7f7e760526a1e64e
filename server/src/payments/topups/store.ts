import { type Currency, type Money, nanosToText } from '@tallystick/core/money/money.ts'
import { type Selectable, sql } from 'kysely'
import type { Ctx } from '../../platform/ctx.ts'
import { moneyOf, nanosOf } from '../../platform/db/amounts.ts'
import { newestFirst, type Page } from '../../platform/db/page.ts'
import type { Schema } from '../../platform/db/schema.gen.ts'

export type TopupStatus = 'pending' | 'success' | 'failed' | 'cancelled'

/** Who wanted it: the payer on a page, the renewal of a subscription, or funds that ran low. */
export type TopupOrigin = 'page' | 'refill' | 'auto'

export type Topup = {
  readonly id: string
  readonly customerId: string
  readonly amount: Money
  readonly status: TopupStatus
  readonly origin: TopupOrigin
  readonly createdAt: Temporal.Instant
}

const columns = [
  'topup_id',
  'customer_id',
  'amount',
  'currency',
  'status',
  'origin',
  'created_at',
] as const

export async function insertTopup(ctx: Ctx, topup: Topup): Promise<void> {
  await ctx.db
    .insertInto('tally.topups')
    .values({
      merchant_id: ctx.organizationId,
      topup_id: topup.id,
      customer_id: topup.customerId,
      amount: nanosToText(topup.amount.nanos),
      currency: topup.amount.currency,
      status: topup.status,
      origin: topup.origin,
      created_at: topup.createdAt,
      updated_at: topup.createdAt,
    })
    .execute()
}

export async function findTopup(ctx: Ctx, id: string): Promise<Topup | undefined> {
  const row = await own(ctx).where('topup_id', '=', id).select(columns).executeTakeFirst()
  return row && open(row)
}

export async function lockTopup(ctx: Ctx, id: string): Promise<Topup | undefined> {
  const mine = own(ctx).where('topup_id', '=', id)
  const row = await mine.select(columns).forUpdate().executeTakeFirst()
  return row && open(row)
}

export async function listPendingTopups(ctx: Ctx, customerId: string): Promise<string[]> {
  const pending = own(ctx).where('customer_id', '=', customerId).where('status', '=', 'pending')
  const rows = await pending.select('topup_id').execute()
  return rows.map(({ topup_id }) => topup_id)
}

/** Nanos of those that were wanted by low funds and succeeded then or later: a success is the last that becomes of one. */
export async function sumAutomatic(
  ctx: Ctx,
  { customerId, currency }: { readonly customerId: string; readonly currency: Currency },
  since: Temporal.Instant,
): Promise<bigint> {
  const { total } = await own(ctx)
    .where('customer_id', '=', customerId)
    .where('currency', '=', currency)
    .where('origin', '=', 'auto')
    .where('status', '=', 'success')
    .where('updated_at', '>=', since)
    .select(sql<string>`coalesce(sum(amount), 0)`.as('total'))
    .executeTakeFirstOrThrow()
  return nanosOf(total)
}

/** Whether a charge for a top-up of this origin is on its way to, or at, the provider. */
export async function isBeingCharged(
  { db, organizationId }: Ctx,
  customerId: string,
  origin: TopupOrigin,
): Promise<boolean> {
  const { rows } = await sql`
    select from tally.topups as t join tally.payment_sessions as s
      on s.merchant_id = ${organizationId} and s.entity_type = 'topup' and s.entity_id = t.topup_id
    where t.merchant_id = ${organizationId} and t.customer_id = ${customerId}
      and t.status = 'pending' and t.origin = ${origin} and s.status = 'processing'
    limit 1`.execute(db)
  return rows.length > 0
}

/** Until the end of the transaction nobody else begins to charge this customer for funds by himself. */
export async function lockCharging({ db, organizationId }: Ctx, customerId: string): Promise<void> {
  const what = `charging ${organizationId} ${customerId}`
  await sql`select pg_advisory_xact_lock(hashtextextended(${what}, 0))`.execute(db)
}

export async function setTopup(ctx: Ctx, id: string, status: TopupStatus): Promise<void> {
  await ctx.db
    .updateTable('tally.topups')
    .set({ status, updated_at: ctx.now })
    .where('merchant_id', '=', ctx.organizationId)
    .where('topup_id', '=', id)
    .execute()
}

export async function listTopups(ctx: Ctx, customerId: string, page: Page) {
  const some = own(ctx).where('customer_id', '=', customerId)
  const { rows, total } = await newestFirst(some.select(columns), 'topup_id', page)
  return { rows: rows.map(open), total }
}

function own({ db, organizationId }: Ctx) {
  return db.selectFrom('tally.topups').where('merchant_id', '=', organizationId)
}

type Row = Pick<Selectable<Schema['tally.topups']>, (typeof columns)[number]>

function open(row: Row): Topup {
  return {
    id: row.topup_id,
    customerId: row.customer_id,
    amount: moneyOf(row),
    status: row.status as TopupStatus,
    origin: row.origin as TopupOrigin,
    createdAt: row.created_at,
  }
}
