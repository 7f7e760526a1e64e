import type { Blocker } from '../customers/delete-customer.ts'
import { isCustomerDeleted } from '../customers/is-deleted.ts'
import type { Ctx } from '../platform/ctx.ts'
import { isAnyOnClock, listLiveSubscriptions } from './list-store.ts'

/** What keeps a customer from being deleted: its active and pending subscriptions. */
export async function subscriptionsInTheWay(
  ctx: Ctx,
  customerId: string,
): Promise<readonly Blocker[]> {
  const live = await listLiveSubscriptions(ctx, customerId)
  const items = live.map(({ subscription_id: id, status }) => ({ id, status }))
  return [{ type: 'subscriptions', count: items.length, items }]
}

/** The products of which a customer has a plan already; undefined when there is no such customer. */
export async function liveProductIds(
  ctx: Ctx,
  customerId: string,
): Promise<readonly string[] | undefined> {
  if (await isCustomerDeleted(ctx, customerId)) return undefined
  const live = await listLiveSubscriptions(ctx, customerId)
  return live.map(({ product_id }) => product_id)
}

/** Whether a live subscription follows the clock. */
export async function followsClock(ctx: Ctx, testClockId: string): Promise<boolean> {
  return isAnyOnClock(ctx, testClockId)
}
