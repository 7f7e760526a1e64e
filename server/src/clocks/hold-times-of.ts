import type { Ctx } from '../platform/ctx.ts'
import { type ClockTime, holdTimes } from './customer-store.ts'

export type Clocks = ReadonlyMap<string, ClockTime>

/**
 * The test clocks of many customers at once, held until the end of the transaction; those who live in real time are not
 * among them. For the hot path: one statement, which finds out at once that a merchant has no clocks.
 */
export async function holdTimesOf(ctx: Ctx, customerIds: readonly string[]): Promise<Clocks> {
  return ctx.mode === 'sandbox' ? holdTimes(ctx, customerIds) : new Map()
}
