import type { Ctx } from '../../platform/ctx.ts'
import type { JobCall } from '../../platform/jobs/job.ts'
import type { Collecting } from '../collecting.ts'
import { providerOf } from '../providers/provider.ts'
import { defaultChanged } from './default-changed.ts'
import {
  findDefaultMethod,
  findRemoved,
  type StoredMethod,
  setForgotten,
  setRemoved,
} from './store.ts'

/** From now on nobody charges it here; its provider is told once this transaction is committed. */
export async function removeMethod(ctx: Ctx, method: StoredMethod): Promise<void> {
  const before = await findDefaultMethod(ctx, method.customerId, method)
  await setRemoved(ctx, method)
  if (before?.id === method.id) await defaultChanged(ctx, method.customerId)
  const kind = 'payments.forget_method'
  await ctx.schedule({ kind, subjectId: method.id, dueAt: ctx.now, orByRealTime: true })
}

/** Has the provider forget a method that was removed; then nothing of it is known here any more, either. */
export async function forgetMethod(
  { organizationId: merchantId, within }: JobCall,
  { providers }: Collecting,
  methodId: string,
): Promise<void> {
  const method = await within((ctx) => findRemoved(ctx, methodId))
  if (!method) return
  const { customerId, account, token } = method
  await providerOf(providers, method).forgetMethod({ merchantId, customerId, account, token })
  await within((ctx) => setForgotten(ctx, methodId))
}
