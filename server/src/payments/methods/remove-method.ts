import { atTimeOf } from '../../clocks/at-time-of.ts'
import type { Ctx } from '../../platform/ctx.ts'
import type { JobCall } from '../../platform/jobs/job.ts'
import { notFound } from '../../platform/problem.ts'
import type { Collecting } from '../collecting.ts'
import { providerOf } from '../providers/provider.ts'
import type { Choice } from './choose-method.ts'
import { defaultChanged } from './default-changed.ts'
import { findDefaultMethod, findMethod, findRemoved, setForgotten, setRemoved } from './store.ts'

/** From now on nobody charges it here; its provider is told once this transaction is committed. */
export async function removeMethod(realCtx: Ctx, { customerId, methodId }: Choice): Promise<void> {
  const ctx = await atTimeOf(realCtx, customerId)
  const method = await findMethod(ctx, methodId)
  if (method?.customerId !== customerId) throw notFound()
  const before = await findDefaultMethod(ctx, customerId, method)
  await setRemoved(ctx, method)
  if (before?.id === method.id) await defaultChanged(ctx, customerId)
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
