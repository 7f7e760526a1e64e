import type { Ctx } from '../../platform/ctx.ts'
import { listRefundStatuses } from '../refunds/store.ts'
import { lockFundsReturn, setFundsReturn } from './store.ts'

/** A return has ended when each of its refunds has. One that failed left its part in the customer's funds. */
export async function endFundsReturn(ctx: Ctx, id: string): Promise<void> {
  // Of two refunds that end at once, the second sees the first.
  await lockFundsReturn(ctx, id)
  const statuses = await listRefundStatuses(ctx, id)
  if (statuses.includes('pending')) return
  await setFundsReturn(ctx, id, statuses.includes('failed') ? 'failed' : 'succeeded')
}
