import { isAfter } from '@tallystick/core/time/instant.ts'
import type { Ctx } from '../platform/ctx.ts'
import { endLater } from './end-subscription.ts'
import { rollOver } from './roll-over.ts'
import { type SubscriptionRow, setActive } from './store.ts'

/**
 * Nothing keeps a locked subscription from beginning any more: its first period opens, now or when its start has come.
 * Of a start in the past, what has elapsed since is closed period by period as soon as this is done.
 */
export async function begin(ctx: Ctx, { id }: SubscriptionRow): Promise<void> {
  const subscription = await setActive(ctx, id)
  await endLater(ctx, subscription)
  const { startedAt } = subscription
  if (isAfter(startedAt, ctx.now)) {
    await ctx.schedule({ kind: 'subscriptions.close_period', subjectId: id, dueAt: startedAt })
  } else await rollOver(ctx, subscription)
}
