import type { Selectable } from 'kysely'
import type { Ctx } from '../../platform/ctx.ts'
import { newestFirst, type Page } from '../../platform/db/page.ts'
import type { Schema } from '../../platform/db/schema.gen.ts'

/** What stands sealed in a product's details. */
type Details = { readonly description: string; readonly metadata: Readonly<Record<string, string>> }

export type ProductRow = Details & {
  readonly id: string
  readonly merchantId: string
  readonly name: string
  readonly createdAt: Temporal.Instant
  readonly updatedAt: Temporal.Instant
}

const columns = [
  'merchant_id',
  'product_id',
  'name',
  'details',
  'created_at',
  'updated_at',
] as const
const place = (row: string) => ({ table: 'products', column: 'details', row })

export async function insertProduct(
  ctx: Ctx,
  id: string,
  { name, description, metadata }: Details & { readonly name: string },
): Promise<ProductRow> {
  const row = await ctx.db
    .insertInto('tally.products')
    .values({
      merchant_id: ctx.organizationId,
      product_id: id,
      name,
      details: ctx.seals.seal(place(id), { description, metadata }),
      created_at: ctx.now,
      updated_at: ctx.now,
    })
    .returning(columns)
    .executeTakeFirstOrThrow()
  return open(ctx, row)
}

export async function findProduct(ctx: Ctx, id: string): Promise<ProductRow | undefined> {
  const row = await products(ctx).select(columns).where('product_id', '=', id).executeTakeFirst()
  return row && open(ctx, row)
}

export async function listProducts(ctx: Ctx, page: Page) {
  const { rows, total } = await newestFirst(products(ctx).select(columns), 'product_id', page)
  return { rows: rows.map((row) => open(ctx, row)), total }
}

export async function setProduct(ctx: Ctx, { id, name, description, metadata }: ProductRow) {
  const row = await ctx.db
    .updateTable('tally.products')
    .set({
      name,
      details: ctx.seals.seal(place(id), { description, metadata }),
      updated_at: ctx.now,
    })
    .where('merchant_id', '=', ctx.organizationId)
    .where('product_id', '=', id)
    .returning(columns)
    .executeTakeFirstOrThrow()
  return open(ctx, row)
}

function products({ db, organizationId }: Ctx) {
  return db.selectFrom('tally.products').where('merchant_id', '=', organizationId)
}

function open(ctx: Ctx, row: Selectable<Schema['tally.products']>): ProductRow {
  return {
    id: row.product_id,
    merchantId: row.merchant_id,
    name: row.name,
    ...ctx.seals.open<Details>(place(row.product_id), row.details),
    createdAt: row.created_at,
    updatedAt: row.updated_at,
  }
}
