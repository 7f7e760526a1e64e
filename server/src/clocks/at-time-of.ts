import type { Ctx } from '../platform/ctx.ts'
import { atTime } from '../platform/due/time.ts'
import { findTimeOf } from './customer-store.ts'

/**
 * The same context at the customer's own time: that of its test clock, or real time. Every verb about a customer, its
 * subscriptions, invoices and payments goes through this at its door, before it locks anything: the clock is held until
 * the end of the transaction. A customer that does not exist lives in real time.
 */
export async function atTimeOf(ctx: Ctx, customerId: string | undefined): Promise<Ctx> {
  if (customerId === undefined) return ctx
  const found = ctx.mode === 'sandbox' ? await findTimeOf(ctx, customerId) : undefined
  return atTime(ctx, {
    now: found?.showsAt ?? ctx.realNow,
    testClockId: found?.testClockId,
    lane: customerId,
  })
}
