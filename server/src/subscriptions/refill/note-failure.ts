import { nextRetry } from '@tallystick/core/invoicing/dunning.ts'
import type { Payable } from '../../payments/payable.ts'
import type { Ctx } from '../../platform/ctx.ts'
import { lockRefillOf, type Refill, setRefill } from './store.ts'

/** The charge of a top-up failed; that of a renewal is tried again. */
export const noteRefillFailure: NonNullable<Payable['failed']> = async (
  ctx,
  { entityId: topupId, failureCode },
) => {
  const refill = await lockRefillOf(ctx, topupId)
  if (refill) await failed(ctx, refill, failureCode)
}

/** Tried again on the days on which an invoice would be; then the funds stay as they are until the next renewal. */
export async function failed(ctx: Ctx, refill: Refill, code: string): Promise<void> {
  const { subscriptionId: subjectId, firstFailedAt = ctx.now } = refill
  const failedTimes = refill.failedTimes + 1
  await setRefill(ctx, { ...refill, firstFailedAt, failedTimes })
  const dueAt = nextRetry({ firstFailedAt, failedTimes, code })
  if (dueAt) await ctx.schedule({ kind: 'subscriptions.refill_funds', subjectId, dueAt })
}
