import { type SelectQueryBuilder, sql } from 'kysely'
import type { Schema } from './schema.gen.ts'

export type Page = { readonly limit: number; readonly offset: number }

/** One page of what a query finds, the newest first, and how many there are in all. The id decides within one moment. */
export async function newestFirst<T extends keyof Schema, Row>(
  query: SelectQueryBuilder<Schema, T, Row>,
  id: string & keyof Schema[T],
  { limit, offset }: Page,
) {
  const rows = await query
    .orderBy(sql.ref('created_at'), 'desc')
    .orderBy(sql.ref(id), 'desc')
    .limit(limit)
    .offset(offset)
    .execute()
  return { rows, total: await count(query.clearSelect()) }
}

/** How many rows a query finds. */
export async function count<T extends keyof Schema>(
  query: SelectQueryBuilder<Schema, T, object>,
): Promise<number> {
  const { total } = await query
    .select(sql<number>`count(*)::int`.as('total'))
    .executeTakeFirstOrThrow()
  return total
}
