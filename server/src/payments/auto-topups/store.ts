import { type Currency, nanosToText } from '@tallystick/core/money/money.ts'
import type { AutoTopupTerms } from '@tallystick/core/topups/auto-topup.ts'
import type { Selectable } from 'kysely'
import type { Ctx } from '../../platform/ctx.ts'
import { currencyOf, nanosOf } from '../../platform/db/amounts.ts'
import type { Schema } from '../../platform/db/schema.gen.ts'
import { Problem } from '../../platform/problem.ts'

/** How the funds of a customer fill up by themselves, and how far that is. */
export type AutoTopup = AutoTopupTerms &
  Progress & {
    readonly customerId: string
    readonly currency: Currency
    readonly isOn: boolean
  }

export type Progress = {
  /** The one that is on its way, or that is tried again. */
  readonly topupId: string | undefined
  readonly firstFailedAt: Temporal.Instant | undefined
  readonly failedTimes: number
  readonly retryAt: Temporal.Instant | undefined
  readonly stoppedReason: string | undefined
}

/** Nothing has failed, and nothing is in the way. */
export const untroubled: Omit<Progress, 'topupId'> = {
  firstFailedAt: undefined,
  failedTimes: 0,
  retryAt: undefined,
  stoppedReason: undefined,
}

export const disputed = 'payment_disputed'

/** Only whoever sets it again lets it charge again. */
export function isDisputed({ stoppedReason }: Pick<AutoTopup, 'stoppedReason'>): boolean {
  return stoppedReason === disputed
}

export async function findAutoTopup(ctx: Ctx, customerId: string): Promise<AutoTopup | undefined> {
  const row = await own(ctx).where('customer_id', '=', customerId).executeTakeFirst()
  return row && read(row)
}

export async function lockAutoTopup(
  ctx: Ctx,
  by: 'customer_id' | 'topup_id',
  id: string,
): Promise<AutoTopup | undefined> {
  const row = await own(ctx).where(by, '=', id).forUpdate().executeTakeFirst()
  return row && read(row)
}

export type Terms = AutoTopupTerms & { readonly customerId: string; readonly currency: Currency }

/** Switches it on. What had failed before is forgotten; the one on its way stays known. */
export async function upsertAutoTopup(ctx: Ctx, terms: Terms): Promise<void> {
  const set = {
    currency: terms.currency,
    threshold: nanosToText(terms.threshold),
    amount: nanosToText(terms.amount),
    monthly_limit: nanosToText(terms.monthlyLimit),
    disabled_at: null,
    updated_at: ctx.now,
    ...progressColumns(untroubled),
  }
  await ctx.db
    .insertInto('tally.auto_topups')
    .values({
      merchant_id: ctx.organizationId,
      customer_id: terms.customerId,
      created_at: ctx.now,
      ...set,
    })
    .onConflict((conflict) => conflict.columns(['merchant_id', 'customer_id']).doUpdateSet(set))
    .execute()
}

export async function disableAutoTopup(ctx: Ctx, customerId: string): Promise<void> {
  await one(ctx, customerId)
    .set({ disabled_at: ctx.now, updated_at: ctx.now, ...progressColumns(untroubled) })
    .execute()
}

/** For one that is locked. */
export async function setProgress(
  ctx: Ctx,
  customerId: string,
  progress: Partial<Progress>,
): Promise<void> {
  await one(ctx, customerId)
    .set({ ...progressColumns(progress), updated_at: ctx.now })
    .execute()
}

/** The same for one that was only read: who comes second, or after it was switched off or stopped, is told to look again. */
export async function setProgressSince(
  ctx: Ctx,
  { customerId, topupId: before, stoppedReason }: AutoTopup,
  progress: Partial<Progress>,
): Promise<void> {
  const { numUpdatedRows } = await one(ctx, customerId)
    .set({ ...progressColumns(progress), updated_at: ctx.now })
    .where('disabled_at', 'is', null)
    .where('topup_id', 'is not distinct from', before ?? null)
    .where('stopped_reason', 'is not distinct from', stoppedReason ?? null)
    .executeTakeFirstOrThrow()
  if (numUpdatedRows === 0n) throw new Problem('CONFLICT', 'Somebody else is filling them up.')
}

function one({ db, organizationId }: Ctx, customerId: string) {
  return db
    .updateTable('tally.auto_topups')
    .where('merchant_id', '=', organizationId)
    .where('customer_id', '=', customerId)
}

function own({ db, organizationId }: Ctx) {
  return db.selectFrom('tally.auto_topups').selectAll().where('merchant_id', '=', organizationId)
}

function progressColumns(progress: Partial<Progress>) {
  return {
    ...('topupId' in progress && { topup_id: progress.topupId ?? null }),
    ...('firstFailedAt' in progress && { first_failed_at: progress.firstFailedAt ?? null }),
    ...('failedTimes' in progress && { failed_times: progress.failedTimes ?? 0 }),
    ...('retryAt' in progress && { retry_at: progress.retryAt ?? null }),
    ...('stoppedReason' in progress && { stopped_reason: progress.stoppedReason ?? null }),
  }
}

function read(row: Selectable<Schema['tally.auto_topups']>): AutoTopup {
  return {
    customerId: row.customer_id,
    currency: currencyOf(row.currency),
    threshold: nanosOf(row.threshold),
    amount: nanosOf(row.amount),
    monthlyLimit: nanosOf(row.monthly_limit),
    isOn: row.disabled_at === null,
    topupId: row.topup_id ?? undefined,
    firstFailedAt: row.first_failed_at ?? undefined,
    failedTimes: row.failed_times,
    retryAt: row.retry_at ?? undefined,
    stoppedReason: row.stopped_reason ?? undefined,
  }
}
