import type { Ctx } from '../../platform/ctx.ts'
import { lookAt } from './look-at.ts'
import { lockAutoTopup, setProgress, untroubled } from './store.ts'

/** Another payment method is the default: what failed with the one before is tried again at once. */
export async function tryWithOtherMethod(ctx: Ctx, customerId: string): Promise<void> {
  const auto = await lockAutoTopup(ctx, 'customer_id', customerId)
  if (!auto?.isOn || auto.firstFailedAt === undefined) return
  await setProgress(ctx, customerId, untroubled)
  await lookAt(ctx, customerId)
}
