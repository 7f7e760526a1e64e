import type { Selectable } from 'kysely'
import type { Ctx } from '../../platform/ctx.ts'
import { newestFirst, type Page } from '../../platform/db/page.ts'
import type { Schema } from '../../platform/db/schema.gen.ts'

/** What stands sealed in a fee's details. */
type Details = { readonly description: string }

export type FeeNames = Details & { readonly name: string }

export type FeeRow = FeeNames & {
  readonly id: string
  readonly merchantId: string
  readonly productId: string
  readonly createdAt: Temporal.Instant
  readonly updatedAt: Temporal.Instant
}

const columns = [
  'merchant_id',
  'fee_id',
  'product_id',
  'name',
  'details',
  'created_at',
  'updated_at',
  'deleted_at',
] as const
const place = (row: string) => ({ table: 'fees', column: 'details', row })

export async function insertFee(
  ctx: Ctx,
  id: string,
  { productId, name, description }: FeeNames & { readonly productId: string },
): Promise<FeeRow> {
  const row = await ctx.db
    .insertInto('tally.fees')
    .values({
      merchant_id: ctx.organizationId,
      fee_id: id,
      product_id: productId,
      name,
      details: ctx.seals.seal(place(id), { description }),
      created_at: ctx.now,
      updated_at: ctx.now,
    })
    .returning(columns)
    .executeTakeFirstOrThrow()
  return open(ctx, row)
}

export async function findFee(ctx: Ctx, id: string): Promise<FeeRow | undefined> {
  const row = await fees(ctx).select(columns).where('fee_id', '=', id).executeTakeFirst()
  return row && open(ctx, row)
}

/** Whoever makes a price for a fee, changes it or deletes it goes one after the other. */
export async function lockFee(ctx: Ctx, id: string): Promise<FeeRow | undefined> {
  const row = await fees(ctx)
    .select(columns)
    .where('fee_id', '=', id)
    .forNoKeyUpdate()
    .executeTakeFirst()
  return row && open(ctx, row)
}

export async function listFees(
  ctx: Ctx,
  { productId, ...page }: Page & { readonly productId?: string },
) {
  const all = fees(ctx)
  const mine = productId === undefined ? all : all.where('product_id', '=', productId)
  const { rows, total } = await newestFirst(mine.select(columns), 'fee_id', page)
  return { rows: rows.map((row) => open(ctx, row)), total }
}

export async function setFee(
  ctx: Ctx,
  id: string,
  { name, description }: FeeNames,
): Promise<FeeRow> {
  const row = await ctx.db
    .updateTable('tally.fees')
    .set({ name, details: ctx.seals.seal(place(id), { description }), updated_at: ctx.now })
    .where('merchant_id', '=', ctx.organizationId)
    .where('fee_id', '=', id)
    .returning(columns)
    .executeTakeFirstOrThrow()
  return open(ctx, row)
}

export async function deleteFee(ctx: Ctx, id: string): Promise<void> {
  await ctx.db
    .updateTable('tally.fees')
    .set({ deleted_at: ctx.now, updated_at: ctx.now })
    .where('merchant_id', '=', ctx.organizationId)
    .where('fee_id', '=', id)
    .execute()
}

function fees({ db, organizationId }: Ctx) {
  return db
    .selectFrom('tally.fees')
    .where('merchant_id', '=', organizationId)
    .where('deleted_at', 'is', null)
}

function open(ctx: Ctx, row: Selectable<Schema['tally.fees']>): FeeRow {
  return {
    id: row.fee_id,
    merchantId: row.merchant_id,
    productId: row.product_id,
    name: row.name,
    ...ctx.seals.open<Details>(place(row.fee_id), row.details),
    createdAt: row.created_at,
    updatedAt: row.updated_at,
  }
}

/** What these fees are, or were, called. */
export async function listFeeNames(ctx: Ctx, ids: readonly string[]) {
  if (ids.length === 0) return []
  const rows = await ctx.db
    .selectFrom('tally.fees')
    .select(columns)
    .where('merchant_id', '=', ctx.organizationId)
    .where('fee_id', 'in', ids)
    .execute()
  return rows
    .map((row) => open(ctx, row))
    .map(({ id, name, description }) => ({ id, name, description }))
}
