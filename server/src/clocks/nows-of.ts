import type { Ctx } from '../platform/ctx.ts'
import { listTimesOf } from './customer-store.ts'

type Times = Awaited<ReturnType<typeof listTimesOf>>

/** What time it is for each of several customers, as a function of the customer. For lists, which only show. */
export async function nowsOf(
  ctx: Ctx,
  customerIds: readonly (string | undefined)[],
): Promise<(customerId: string | undefined) => Temporal.Instant> {
  const known = [...new Set(customerIds.filter((id) => id !== undefined))]
  const times: Times = ctx.mode === 'sandbox' ? await listTimesOf(ctx, known) : new Map()
  return (customerId) => times.get(customerId ?? '')?.showsAt ?? ctx.realNow
}
