import { type Money, nanosToText } from '@tallystick/core/money/money.ts'
import type { Ctx } from '../../platform/ctx.ts'
import { nanosOf } from '../../platform/db/amounts.ts'
import type { Destination } from '../providers/provider.ts'

export async function insertDestination(
  ctx: Ctx,
  { id, amount }: { readonly id: string; readonly amount: Money },
  { account, fee }: Destination,
): Promise<void> {
  await ctx.db
    .insertInto('tally.destination_charges')
    .values({
      merchant_id: ctx.organizationId,
      payment_attempt_id: id,
      account,
      amount: nanosToText(amount.nanos - fee),
      fee_amount: nanosToText(fee),
      currency: amount.currency,
      created_at: ctx.realNow,
    })
    .execute()
}

export async function findDestination(
  ctx: Ctx,
  attemptId: string,
): Promise<Destination | undefined> {
  const row = await ctx.db
    .selectFrom('tally.destination_charges')
    .select(['account', 'fee_amount'])
    .where('merchant_id', '=', ctx.organizationId)
    .where('payment_attempt_id', '=', attemptId)
    .executeTakeFirst()
  return row && { account: row.account, fee: nanosOf(row.fee_amount) }
}
