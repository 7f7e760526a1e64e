import { atTimeOf } from '../../clocks/at-time-of.ts'
import type { Ctx } from '../../platform/ctx.ts'
import { notFound } from '../../platform/problem.ts'
import { defaultChanged } from './default-changed.ts'
import { findMethod, type StoredMethod, setDefault } from './store.ts'

export type Choice = { readonly customerId: string; readonly methodId: string }

/** From now on this stored method of the customer is the one that is charged. */
export async function chooseMethod(
  realCtx: Ctx,
  { customerId, methodId }: Choice,
): Promise<StoredMethod> {
  const ctx = await atTimeOf(realCtx, customerId)
  const method = await findMethod(ctx, methodId)
  if (method?.customerId !== customerId) throw notFound()
  await setDefault(ctx, method)
  await defaultChanged(ctx, customerId)
  return method
}
