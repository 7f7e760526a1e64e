import { type SelectQueryBuilder, sql } from 'kysely'
import type { Schema } from './schema.gen.ts'

export type Page = { readonly limit: number; readonly offset: number }

/** How many rows a list has in all, for its pagination. */
export async function count<T extends keyof Schema>(
  query: SelectQueryBuilder<Schema, T, object>,
): Promise<number> {
  const { total } = await query
    .select(sql<number>`count(*)::int`.as('total'))
    .executeTakeFirstOrThrow()
  return total
}
