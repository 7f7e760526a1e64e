import type { Ctx } from '../platform/ctx.ts'
import { listCustomersOf } from './list-store.ts'

/** The customer of each of these subscriptions that exists, whatever its status. */
export async function customersOfSubscriptions(
  ctx: Ctx,
  subscriptionIds: readonly string[],
): Promise<ReadonlyMap<string, string>> {
  const rows = await listCustomersOf(ctx, subscriptionIds)
  return new Map(rows.map(({ subscription_id, customer_id }) => [subscription_id, customer_id]))
}
