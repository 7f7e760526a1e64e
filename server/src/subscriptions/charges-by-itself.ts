import type { Ctx } from '../platform/ctx.ts'
import { findSubscription } from './store.ts'

/** Whether a stored method of its customer is charged for a subscription's invoices by itself. */
export async function chargesByItself(ctx: Ctx, id: string): Promise<boolean> {
  return (await findSubscription(ctx, id))?.autoCharge === true
}
