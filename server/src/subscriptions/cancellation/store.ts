import type { Ctx } from '../../platform/ctx.ts'
import { changeSubscription } from '../store.ts'

/** The end that the customer set; undefined when it set none, or took it back. */
export async function findEndByCustomer(
  ctx: Ctx,
  id: string,
): Promise<Temporal.Instant | undefined> {
  const row = await ctx.db
    .selectFrom('tally.subscriptions')
    .select('ends_by_customer')
    .where('merchant_id', '=', ctx.organizationId)
    .where('subscription_id', '=', id)
    .executeTakeFirst()
  return row?.ends_by_customer ?? undefined
}

export async function setEndByCustomer(
  ctx: Ctx,
  id: string,
  end: Temporal.Instant | undefined,
): Promise<void> {
  await changeSubscription(ctx, id, { ends_by_customer: end ?? null })
}
