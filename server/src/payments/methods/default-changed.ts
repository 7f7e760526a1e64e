import type { Ctx } from '../../platform/ctx.ts'
import { tryWithOtherMethod } from '../auto-topups/try-with-other-method.ts'
import { watchDefaultCard } from './watch-card.ts'

/** What follows when another payment method becomes a customer's default: stored, chosen, or left over. */
export async function defaultChanged(ctx: Ctx, customerId: string): Promise<void> {
  await tryWithOtherMethod(ctx, customerId)
  await watchDefaultCard(ctx, customerId)
}
