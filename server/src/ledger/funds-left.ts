import { nanosToText } from '@tallystick/core/money/money.ts'
import type { Ctx } from '../platform/ctx.ts'
import { lockFunds } from './funds.ts'

export type FundsLeft = { readonly currency: string; readonly amount: string }

/** What a customer still has, by currency and in major units; it does not move while somebody decides by it. */
export async function fundsLeft(ctx: Ctx, customerId: string): Promise<FundsLeft[]> {
  const byCurrency = await lockFunds(ctx, [customerId])
  return [...byCurrency]
    .map(([currency, funds]) => ({ currency, nanos: funds.get(customerId) ?? 0n }))
    .filter(({ nanos }) => nanos !== 0n)
    .map(({ currency, nanos }) => ({ currency, amount: nanosToText(nanos) }))
}
