import type { Ctx } from '../../platform/ctx.ts'
import { lockMethods } from './store.ts'

/** Whether a customer has stored this method and no other; so it stays until the end of the transaction. */
export async function isOnlyMethod(
  ctx: Ctx,
  { customerId, methodId }: { readonly customerId: string; readonly methodId: string },
): Promise<boolean> {
  const [first, ...others] = await lockMethods(ctx, customerId)
  return first === methodId && others.length === 0
}
