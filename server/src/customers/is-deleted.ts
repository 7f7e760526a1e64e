import type { Ctx } from '../platform/ctx.ts'
import { isCustomer } from './store.ts'

/** Whether the customer has been deleted; one that never existed counts as deleted. */
export async function isCustomerDeleted(ctx: Ctx, customerId: string): Promise<boolean> {
  return !(await isCustomer(ctx, customerId))
}
