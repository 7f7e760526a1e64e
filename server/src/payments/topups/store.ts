import { type Money, nanosToText } from '@tallystick/core/money/money.ts'
import type { Selectable } from 'kysely'
import type { Ctx } from '../../platform/ctx.ts'
import { moneyOf } from '../../platform/db/amounts.ts'
import { newestFirst, type Page } from '../../platform/db/page.ts'
import type { Schema } from '../../platform/db/schema.gen.ts'

export type TopupStatus = 'pending' | 'success' | 'failed' | 'cancelled'

export type Topup = {
  readonly id: string
  readonly customerId: string
  readonly amount: Money
  readonly status: TopupStatus
  readonly createdAt: Temporal.Instant
}

const columns = ['topup_id', 'customer_id', 'amount', 'currency', 'status', 'created_at'] as const

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
      created_at: topup.createdAt,
      updated_at: topup.createdAt,
    })
    .execute()
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
    createdAt: row.created_at,
  }
}
