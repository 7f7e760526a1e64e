import type { Ctx } from '../../platform/ctx.ts'
import { isBeingCharged, lockCharging, type TopupOrigin } from './store.ts'

/**
 * Whether the stored method of a customer is being charged for funds of this origin just now. Who asks may begin a charge
 * of the other one: nobody else does until the end of the transaction. Ask before anything is locked.
 */
export async function isFillingUp(
  ctx: Ctx,
  customerId: string,
  origin: Exclude<TopupOrigin, 'page'>,
): Promise<boolean> {
  await lockCharging(ctx, customerId)
  return isBeingCharged(ctx, customerId, origin)
}
