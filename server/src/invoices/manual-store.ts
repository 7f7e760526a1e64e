import type { Ctx } from '../platform/ctx.ts'
import { type LineRow, lineColumns, type NewLine, readLine } from './line-store.ts'

export type Keyed = { readonly key: Buffer; readonly fingerprint: Buffer }

/** Undefined when the key is taken: the request came before. */
export async function insertManualLine(
  ctx: Ctx,
  line: NewLine,
  keyed: Keyed | undefined,
): Promise<LineRow | undefined> {
  const row = await ctx.db
    .insertInto('tally.invoice_lines')
    .values({
      ...lineColumns(ctx, line),
      idempotency_key: keyed?.key ?? null,
      fingerprint: keyed?.fingerprint ?? null,
      created_at: ctx.now,
    })
    .onConflict((conflict) => conflict.columns(['merchant_id', 'idempotency_key']).doNothing())
    .returningAll()
    .executeTakeFirst()
  return row && readLine(ctx, row)
}

/** The line that was written with this key. */
export async function findLineByKey(ctx: Ctx, key: Buffer) {
  const row = await ctx.db
    .selectFrom('tally.invoice_lines')
    .selectAll()
    .where('merchant_id', '=', ctx.organizationId)
    .where('idempotency_key', '=', key)
    .executeTakeFirst()
  return row && { line: readLine(ctx, row), fingerprint: row.fingerprint }
}
