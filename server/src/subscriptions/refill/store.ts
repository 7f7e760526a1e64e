import type { Ctx } from '../../platform/ctx.ts'
import { Problem } from '../../platform/problem.ts'

/** What fills the funds of a subscription's customer up at its renewal. */
export type Refill = {
  readonly subscriptionId: string
  /** The top-up that was tried last. */
  readonly topupId: string | undefined
  readonly firstFailedAt: Temporal.Instant | undefined
  readonly failedTimes: number
}

const columns = [
  'subscription_id',
  'refill_topup_id',
  'refill_first_failed_at',
  'refill_failed_times',
] as const

export async function findRefill(ctx: Ctx, subscriptionId: string): Promise<Refill> {
  return read(
    await own(ctx).where('subscription_id', '=', subscriptionId).executeTakeFirstOrThrow(),
  )
}

export async function findRefillOf(ctx: Ctx, topupId: string): Promise<Refill | undefined> {
  const row = await own(ctx).where('refill_topup_id', '=', topupId).executeTakeFirst()
  return row && read(row)
}

/** That of a top-up, locked; undefined when the top-up is none, or an older one. */
export async function lockRefillOf(ctx: Ctx, topupId: string): Promise<Refill | undefined> {
  const row = await own(ctx).where('refill_topup_id', '=', topupId).forUpdate().executeTakeFirst()
  return row && read(row)
}

/** Another top-up is tried. Of two who want to try another one at once, the second is told to look again. */
export async function setRefillTopup(
  ctx: Ctx,
  { subscriptionId, topupId: before }: Refill,
  topupId: string | undefined,
): Promise<void> {
  const { numUpdatedRows } = await ctx.db
    .updateTable('tally.subscriptions')
    .set({ refill_topup_id: topupId ?? null })
    .where('merchant_id', '=', ctx.organizationId)
    .where('subscription_id', '=', subscriptionId)
    .where('refill_topup_id', 'is not distinct from', before ?? null)
    .executeTakeFirst()
  if (numUpdatedRows === 0n) throw new Problem('CONFLICT', 'Somebody else is filling them up.')
}

export async function setRefill(
  ctx: Ctx,
  { subscriptionId, topupId, firstFailedAt, failedTimes }: Refill,
): Promise<void> {
  await ctx.db
    .updateTable('tally.subscriptions')
    .set({
      refill_topup_id: topupId ?? null,
      refill_first_failed_at: firstFailedAt ?? null,
      refill_failed_times: failedTimes,
    })
    .where('merchant_id', '=', ctx.organizationId)
    .where('subscription_id', '=', subscriptionId)
    .execute()
}

function own({ db, organizationId }: Ctx) {
  return db
    .selectFrom('tally.subscriptions')
    .select(columns)
    .where('merchant_id', '=', organizationId)
}

function read(row: {
  readonly subscription_id: string
  readonly refill_topup_id: string | null
  readonly refill_first_failed_at: Temporal.Instant | null
  readonly refill_failed_times: number
}): Refill {
  return {
    subscriptionId: row.subscription_id,
    topupId: row.refill_topup_id ?? undefined,
    firstFailedAt: row.refill_first_failed_at ?? undefined,
    failedTimes: row.refill_failed_times,
  }
}
