import { nextRetry } from '@tallystick/core/invoicing/dunning.ts'
import type { Ctx } from '../../platform/ctx.ts'
import { findRefillOf } from './store.ts'

/** When the top-up of a renewal, which failed with this code, is tried again; undefined when it is not. */
export async function refillRetry(
  ctx: Ctx,
  { topupId, code }: { readonly topupId: string; readonly code: string },
): Promise<Temporal.Instant | undefined> {
  const refill = await findRefillOf(ctx, topupId)
  if (!refill?.firstFailedAt) return undefined
  const { firstFailedAt, failedTimes } = refill
  return nextRetry({ firstFailedAt, failedTimes, code })
}
