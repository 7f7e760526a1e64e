import type { Ctx } from '../../platform/ctx.ts'
import { changeSubscription } from '../store.ts'

export type Cancelled = {
  /** The end that the customer set. */
  readonly end: Temporal.Instant
  /** The later one that the merchant had set before, if it had. */
  readonly endBefore: Temporal.Instant | undefined
}

/** Undefined when the customer set no end, or took it back. */
export async function findCancellation(ctx: Ctx, id: string): Promise<Cancelled | undefined> {
  const row = await ctx.db
    .selectFrom('tally.subscriptions')
    .select(['ends_by_customer', 'end_before_cancellation'])
    .where('merchant_id', '=', ctx.organizationId)
    .where('subscription_id', '=', id)
    .executeTakeFirst()
  if (!row?.ends_by_customer) return undefined
  return { end: row.ends_by_customer, endBefore: row.end_before_cancellation ?? undefined }
}

export async function setCancellation(
  ctx: Ctx,
  id: string,
  cancelled: Cancelled | undefined,
): Promise<void> {
  await changeSubscription(ctx, id, {
    ends_by_customer: cancelled?.end ?? null,
    end_before_cancellation: cancelled?.endBefore ?? null,
  })
}
