import type { Ctx } from '../platform/ctx.ts'
import { isCustomer, isHeldCustomer } from './store.ts'

/**
 * Whether the customer has been deleted; one that never existed counts as deleted. Who moves money of the customer, or
 * asks it to pay, has it `held`: it is not deleted before the transaction ends.
 */
export async function isCustomerDeleted(
  ctx: Ctx,
  customerId: string,
  { held = false } = {},
): Promise<boolean> {
  return !(await (held ? isHeldCustomer : isCustomer)(ctx, customerId))
}
