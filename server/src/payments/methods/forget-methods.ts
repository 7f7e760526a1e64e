import type { Ctx } from '../../platform/ctx.ts'
import { removeMethods } from './store.ts'

/** Nothing of this customer can be charged any more. */
export async function forgetMethods(ctx: Ctx, customerId: string): Promise<void> {
  await removeMethods(ctx, customerId)
}
