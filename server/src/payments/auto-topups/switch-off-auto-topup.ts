import { atTimeOf } from '../../clocks/at-time-of.ts'
import { watchFunds } from '../../ledger/watch-funds.ts'
import type { Ctx } from '../../platform/ctx.ts'
import { cancelTopup } from '../topups/cancel-topups.ts'
import { openSessionOf } from '../topups/charge-topup.ts'
import { disableAutoTopup, findAutoTopup } from './store.ts'

/** Funds run low without anybody being charged. A charge that is on its way arrives; one that failed is not tried again. */
export async function switchOffAutoTopup(realCtx: Ctx, customerId: string): Promise<void> {
  const ctx = await atTimeOf(realCtx, customerId)
  const auto = await findAutoTopup(ctx, customerId)
  if (!auto?.isOn) return
  const { topupId } = auto
  const open = topupId === undefined ? undefined : await openSessionOf(ctx, topupId)
  if (open?.status === 'pending' && topupId !== undefined) {
    await cancelTopup(ctx, { topupId, sessionId: open.id })
  }
  await watchFunds(ctx, auto, undefined)
  await disableAutoTopup(ctx, customerId)
  await ctx.unschedule('payments.fill_up_funds', customerId)
}
