import type { Ctx } from '../../platform/ctx.ts'
import { removeMethod } from './remove-method.ts'
import { listMethods } from './store.ts'

/** Nothing of this customer can be charged any more. */
export async function forgetMethods(ctx: Ctx, customerId: string): Promise<void> {
  for (const { id: methodId } of await listMethods(ctx, customerId)) {
    await removeMethod(ctx, { customerId, methodId })
  }
}
