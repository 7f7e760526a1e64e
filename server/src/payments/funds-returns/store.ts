import { type Money, nanosToText } from '@tallystick/core/money/money.ts'
import type { Ctx } from '../../platform/ctx.ts'

export type FundsReturn = {
  readonly id: string
  readonly customerId: string
  readonly amount: Money
  readonly reason: string | undefined
  readonly createdAt: Temporal.Instant
}

export async function insertFundsReturn(ctx: Ctx, back: FundsReturn): Promise<void> {
  const { id, customerId, amount, reason, createdAt } = back
  const place = { table: 'funds_returns', column: 'reason', row: id }
  await ctx.db
    .insertInto('tally.funds_returns')
    .values({
      merchant_id: ctx.organizationId,
      funds_return_id: id,
      customer_id: customerId,
      amount: nanosToText(amount.nanos),
      currency: amount.currency,
      status: 'pending',
      reason: reason === undefined ? null : ctx.seals.seal(place, reason),
      created_at: createdAt,
      updated_at: createdAt,
    })
    .execute()
}

export async function lockFundsReturn(ctx: Ctx, id: string): Promise<void> {
  await ctx.db
    .selectFrom('tally.funds_returns')
    .select('funds_return_id')
    .where('merchant_id', '=', ctx.organizationId)
    .where('funds_return_id', '=', id)
    .forUpdate()
    .execute()
}

export async function setFundsReturn(
  ctx: Ctx,
  id: string,
  status: 'succeeded' | 'failed',
): Promise<void> {
  await ctx.db
    .updateTable('tally.funds_returns')
    .set({ status, updated_at: ctx.now })
    .where('merchant_id', '=', ctx.organizationId)
    .where('funds_return_id', '=', id)
    .execute()
}
