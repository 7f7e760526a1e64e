import type { Blocker } from '../../customers/delete-customer.ts'
import type { Ctx } from '../../platform/ctx.ts'
import { listUnended } from './store.ts'

const most = 100

/** What keeps a customer from being deleted: invoices that are being made, or that are owed. */
export async function invoicesInTheWay(ctx: Ctx, customerId: string): Promise<readonly Blocker[]> {
  const { count, items } = await listUnended(ctx, customerId, most)
  return [{ type: 'invoices', count, items }]
}
