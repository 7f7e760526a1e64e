import type { Ctx } from '../platform/ctx.ts'
import { isAnyChargedByItself } from './list-store.ts'
import { findSubscription } from './store.ts'

/** Whether a stored method of its customer is charged for a subscription's invoices by itself. */
export async function chargesByItself(ctx: Ctx, id: string): Promise<boolean> {
  return (await findSubscription(ctx, id))?.autoCharge === true
}

/** The same for any active subscription of the customer. */
export async function chargesCustomerByItself(ctx: Ctx, customerId: string): Promise<boolean> {
  return isAnyChargedByItself(ctx, customerId)
}
