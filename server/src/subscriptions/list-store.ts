import type { SubscriptionStatus } from '@tallystick/core/subscribing/lifecycle.ts'
import { sql } from 'kysely'
import type { Ctx } from '../platform/ctx.ts'
import { newestFirst, type Page } from '../platform/db/page.ts'
import { live, openSubscription, type SubscriptionRow } from './store.ts'

export type Filter = Page & {
  readonly customerId?: string | undefined
  readonly consumerId?: string | undefined
  readonly status?: SubscriptionStatus | undefined
  readonly startedBefore?: Temporal.Instant | undefined
}

export async function listSubscriptions(ctx: Ctx, filter: Filter) {
  const { customerId, consumerId, status, startedBefore } = filter
  let mine = ctx.db.selectFrom('tally.subscriptions').where('merchant_id', '=', ctx.organizationId)
  if (customerId !== undefined) mine = mine.where('customer_id', '=', customerId)
  if (consumerId !== undefined) mine = mine.where('consumer_id', '=', consumerId)
  if (status !== undefined) mine = mine.where('status', '=', status)
  if (startedBefore !== undefined) mine = mine.where('started_at', '<=', startedBefore)
  const { rows, total } = await newestFirst(mine.selectAll(), 'subscription_id', filter)
  return { rows: rows.map((row) => openSubscription(ctx, row)), total }
}

/** Active and pending ones of a customer, at most a hundred. */
export async function listLiveSubscriptions(ctx: Ctx, customerId: string) {
  return ctx.db
    .selectFrom('tally.subscriptions')
    .select(['subscription_id', 'product_id', 'status'])
    .where('merchant_id', '=', ctx.organizationId)
    .where('customer_id', '=', customerId)
    .where(live)
    .orderBy('created_at')
    .orderBy('subscription_id')
    .limit(100)
    .execute()
}

/** Whether an active or pending subscription follows a test clock: one of a customer who lives by it. */
export async function isAnyOnClock(
  { db, organizationId }: Ctx,
  testClockId: string,
): Promise<boolean> {
  const { rows } = await sql<{ found: boolean }>`
    select exists (
      select from tally.customer_clocks as c
      join tally.subscriptions as s on s.merchant_id = ${organizationId} and s.customer_id = c.customer_id
      where c.merchant_id = ${organizationId} and c.test_clock_id = ${testClockId}
        and s.status in ('active', 'pending_payment')) as found`.execute(db)
  return rows[0]?.found === true
}

/** The one active or pending subscription of a customer to a product. */
export async function findLiveSubscription(
  ctx: Ctx,
  { customerId, productId }: { readonly customerId: string; readonly productId: string },
): Promise<SubscriptionRow | undefined> {
  const row = await ctx.db
    .selectFrom('tally.subscriptions')
    .selectAll()
    .where('merchant_id', '=', ctx.organizationId)
    .where('customer_id', '=', customerId)
    .where('product_id', '=', productId)
    .where(live)
    .executeTakeFirst()
  return row && openSubscription(ctx, row)
}

/** Each is looked up by itself, as an ordered range of one: a plan for all at once may read everything there is. */
export async function listCustomersOf(ctx: Ctx, subscriptionIds: readonly string[]) {
  const { rows } = await sql<{ subscription_id: string; customer_id: string }>`
    /* list customers of subscriptions */
    select s.subscription_id, s.customer_id
    from unnest(${subscriptionIds}::text[]) as n (id) cross join lateral (
      select u.subscription_id, u.customer_id from tally.subscriptions as u
      where u.merchant_id = ${ctx.organizationId} and u.subscription_id between n.id and n.id
      order by u.subscription_id limit 1
    ) as s`.execute(ctx.db)
  return rows
}

export async function setConsumerOf(
  { db, organizationId, now }: Ctx,
  customerId: string,
  consumerId: string,
): Promise<void> {
  await db
    .updateTable('tally.subscriptions')
    .set({ consumer_id: consumerId, updated_at: now })
    .where('merchant_id', '=', organizationId)
    .where('customer_id', '=', customerId)
    .execute()
}

/** Whether invoices of an active subscription of the customer are charged to what it has stored. */
export async function isAnyChargedByItself(
  { db, organizationId }: Ctx,
  customerId: string,
): Promise<boolean> {
  const found = await db
    .selectFrom('tally.subscriptions')
    .select('subscription_id')
    .where('merchant_id', '=', organizationId)
    .where('customer_id', '=', customerId)
    .where('status', '=', 'active')
    .where('auto_charge', '=', true)
    .limit(1)
    .executeTakeFirst()
  return found !== undefined
}
