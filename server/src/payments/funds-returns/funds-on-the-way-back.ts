import { nanosToText } from '@tallystick/core/money/money.ts'
import type { Ctx } from '../../platform/ctx.ts'
import { sumPendingReturns } from '../refunds/store.ts'

/** By currency, in major units: what goes back to a customer becomes its funds again if the provider cannot send it. */
export async function fundsOnTheWayBack(ctx: Ctx, customerId: string) {
  const sums = await sumPendingReturns(ctx, customerId)
  return sums.map(({ nanos, currency }) => ({ currency, amount: nanosToText(nanos) }))
}
