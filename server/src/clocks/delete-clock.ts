import type { Ctx } from '../platform/ctx.ts'
import { notFound, Problem } from '../platform/problem.ts'
import { lockClock, setClock, type TestClock } from './store.ts'

/** Whether a live subscription follows the clock. */
export type IsFollowed = (ctx: Ctx, testClockId: string) => Promise<boolean>

/** Takes a clock away for good. For customers who lived by it time stands still. */
export async function deleteClock(
  ctx: Ctx,
  id: string,
  isFollowed: IsFollowed,
): Promise<TestClock> {
  const clock = await lockClock(ctx, id)
  if (!clock || clock.deletedAt) throw notFound()
  if (clock.targetAt) {
    throw new Problem('TEST_CLOCK_ADVANCING', `The clock is on its way to ${clock.targetAt}.`)
  }
  if (await isFollowed(ctx, id)) {
    throw new Problem('TEST_CLOCK_IN_USE', 'Active or pending subscriptions follow this clock.')
  }
  return setClock(ctx, id, { deletedAt: ctx.realNow })
}
