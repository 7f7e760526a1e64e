import type { Ctx } from '../platform/ctx.ts'
import { listTimesOf } from './customer-store.ts'

/** The test clocks that customers live by; those who live in real time are not among them. */
export async function testClocksOf(
  ctx: Ctx,
  customerIds: readonly string[],
): Promise<ReadonlyMap<string, string>> {
  const times: Awaited<ReturnType<typeof listTimesOf>> =
    ctx.mode === 'sandbox' ? await listTimesOf(ctx, customerIds) : new Map()
  return new Map([...times].map(([customerId, { testClockId }]) => [customerId, testClockId]))
}
