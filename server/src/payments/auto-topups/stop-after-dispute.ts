import type { Ctx } from '../../platform/ctx.ts'
import { disputed, lockAutoTopup, setProgress, untroubled } from './store.ts'

/** A bank took a payment of this customer back: it is charged no more until somebody says so. */
export async function stopAfterDispute(ctx: Ctx, customerId: string): Promise<void> {
  const auto = await lockAutoTopup(ctx, 'customer_id', customerId)
  if (!auto?.isOn) return
  await setProgress(ctx, customerId, { ...untroubled, stoppedReason: disputed })
}
