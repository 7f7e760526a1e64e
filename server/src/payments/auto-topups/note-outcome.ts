import { topupRetry } from '@tallystick/core/topups/auto-topup.ts'
import type { Ctx } from '../../platform/ctx.ts'
import type { Payable } from '../payable.ts'
import type { Topup } from '../topups/store.ts'
import { lookAt } from './look-at.ts'
import { type AutoTopup, isDisputed, lockAutoTopup, setProgress, untroubled } from './store.ts'

/** A top-up has become funds. Whether they suffice now is looked at anew. */
export async function noteSettled(ctx: Ctx, { id, customerId, origin }: Topup): Promise<void> {
  const auto = await lockAutoTopup(ctx, 'customer_id', customerId)
  if (!auto) return
  const isOurs = auto.topupId === id
  if (isOurs) {
    const stoppedReason = isDisputed(auto) ? auto.stoppedReason : undefined
    await setProgress(ctx, customerId, { ...untroubled, topupId: undefined, stoppedReason })
  }
  if (auto.isOn && (isOurs || origin === 'refill')) await lookAt(ctx, customerId)
}

/** The charge of a top-up failed; that of low funds is tried again, or stops. */
export const noteTopupFailure: NonNullable<Payable['failed']> = async (
  ctx,
  { entityId: topupId, failureCode },
) => {
  const auto = await lockAutoTopup(ctx, 'topup_id', topupId)
  if (auto) await failed(ctx, auto, failureCode)
}

/** Tried again on the days on which an invoice would be. After the last, or for what no try can mend, it stops. */
export async function failed(ctx: Ctx, auto: AutoTopup, code: string): Promise<void> {
  // A bank that took a payment back while this charge was on its way is heeded after it.
  if (isDisputed(auto)) return
  const { customerId, firstFailedAt = ctx.now } = auto
  const failedTimes = auto.failedTimes + 1
  const retryAt = topupRetry({ firstFailedAt, failedTimes, code })
  const stoppedReason = retryAt ? undefined : code
  await setProgress(ctx, customerId, { firstFailedAt, failedTimes, retryAt, stoppedReason })
  if (retryAt) await lookAt(ctx, customerId, retryAt)
}
