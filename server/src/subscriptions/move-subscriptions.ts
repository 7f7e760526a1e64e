import type { Ctx } from '../platform/ctx.ts'
import { setConsumerOf } from './list-store.ts'

/** The subscriptions of a customer are another consumer's from now on. */
export async function moveSubscriptions(
  ctx: Ctx,
  customerId: string,
  consumerId: string,
): Promise<void> {
  await setConsumerOf(ctx, customerId, consumerId)
}
