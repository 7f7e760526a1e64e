import type { Ctx } from '../../../platform/ctx.ts'
import type { ProviderMethod } from '../provider.ts'
import type { Outcome, StoredCard } from './outcome.ts'

const place = (row: string) => ({ table: 'sandbox_methods', column: 'method', row })

type NewCard = Pick<StoredCard, 'outcome' | 'method'>

export async function insertMethod(ctx: Ctx, { outcome, method }: NewCard): Promise<void> {
  await ctx.db
    .insertInto('tally.sandbox_methods')
    .values({
      merchant_id: ctx.organizationId,
      token: method.token,
      outcome,
      method: ctx.seals.seal(place(method.token), method),
      created_at: ctx.now,
    })
    .execute()
}

/** Locked, so that charges of a card come one after the other. */
export async function lockMethod(ctx: Ctx, token: string): Promise<StoredCard | undefined> {
  const row = await ctx.db
    .selectFrom('tally.sandbox_methods')
    .select(['outcome', 'charges', 'method'])
    .where('merchant_id', '=', ctx.organizationId)
    .where('token', '=', token)
    .forUpdate()
    .executeTakeFirst()
  return (
    row && {
      outcome: row.outcome as Outcome,
      charges: row.charges,
      method: ctx.seals.open<ProviderMethod>(place(token), row.method),
    }
  )
}

/** Charged from now on, it is refused. */
export async function setMethodRemoved(ctx: Ctx, token: string): Promise<void> {
  const outcome: Outcome = 'removed'
  await ctx.db
    .updateTable('tally.sandbox_methods')
    .set({ outcome })
    .where('merchant_id', '=', ctx.organizationId)
    .where('token', '=', token)
    .execute()
}

export async function setCharges(ctx: Ctx, token: string, charges: number): Promise<void> {
  await ctx.db
    .updateTable('tally.sandbox_methods')
    .set({ charges })
    .where('merchant_id', '=', ctx.organizationId)
    .where('token', '=', token)
    .execute()
}
