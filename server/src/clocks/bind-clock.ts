import type { Ctx } from '../platform/ctx.ts'
import { atTime } from '../platform/due/time.ts'
import { invalid, Problem } from '../platform/problem.ts'
import { atTimeOf } from './at-time-of.ts'
import { findCustomerClock, insertCustomerClock, moveDueWork } from './customer-store.ts'
import { assertSandbox } from './sandbox-only.ts'
import { holdClock } from './store.ts'

/**
 * Whose time a customer lives in is decided by its first subscription; every later one names the same clock. Called
 * before anything else of the customer is locked; answers the context at the customer's time. A customer that is yet to
 * be made will live by the clock that is named.
 */
export async function bindClock(
  ctx: Ctx,
  customerId: string | undefined,
  testClockId: string | undefined,
): Promise<Ctx> {
  if (testClockId !== undefined) assertSandbox(ctx)
  if (customerId === undefined) return atClock(ctx, testClockId)
  if (ctx.mode === 'live') return atTimeOf(ctx, customerId)
  const known =
    (await findCustomerClock(ctx, customerId)) ?? (await decide(ctx, customerId, testClockId))
  // A customer that is not there is refused by whoever subscribes it.
  if (known && known.testClockId !== testClockId) {
    throw new Problem(
      'TEST_CLOCK_MISMATCH',
      'The first subscription of a customer decides which test clock it lives by.',
    )
  }
  return atTimeOf(ctx, customerId)
}

async function atClock(ctx: Ctx, testClockId: string | undefined): Promise<Ctx> {
  if (testClockId === undefined) return ctx
  const clock = await holdClock(ctx, testClockId)
  if (!clock) throw noClock()
  return atTime(ctx, { now: clock.showsAt, testClockId, lane: undefined })
}

/** Somebody else may decide at the same moment: then that counts. */
async function decide(ctx: Ctx, customerId: string, testClockId: string | undefined) {
  if (testClockId !== undefined && !(await holdClock(ctx, testClockId))) throw noClock()
  if (!(await insertCustomerClock(ctx, customerId, testClockId))) {
    return findCustomerClock(ctx, customerId)
  }
  if (testClockId !== undefined) await moveDueWork(ctx, customerId, testClockId)
  return { testClockId }
}

const noClock = () =>
  invalid({ field: 'testClockId', message: 'does not exist', code: 'invalid_reference' })
