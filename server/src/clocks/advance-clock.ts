import { setTimeout as sleep } from 'node:timers/promises'
import { isAfter } from '@tallystick/core/time/instant.ts'
import type { Ctx } from '../platform/ctx.ts'
import { doStep, type Steps } from '../platform/due/step.ts'
import { atTime } from '../platform/due/time.ts'
import { systemIn, transact } from '../platform/workspace.ts'
import { lockClock, nextDueAt, setClock } from './store.ts'

/** How steps are done, those of every slice. */
export type Advancing = Steps
export type ClockName = { readonly organizationId: string; readonly id: string }

const kind = 'clocks.advance_clock'
const watchSeconds = 5
/** Much shorter than the watch: who still lives says so in time. */
const renewMs = 1500
const tries = 3
/** Of one moment, before the clock is looked at again. */
const stepsInARow = 100

/**
 * Takes a clock to where it was sent: to the moment at which something is due, does that, and so on to the next. Of
 * several that do so at once, one does each step. A step that fails again and again stops the clock at its moment.
 */
export async function advanceClock(steps: Steps, { organizationId, id }: ClockName): Promise<void> {
  const principal = systemIn(organizationId, kind)
  let renewedMs = performance.now()
  const renewal = () => {
    if (performance.now() - renewedMs < renewMs) return false
    renewedMs = performance.now()
    return true
  }
  const move = () =>
    transact(steps.workspace, principal, async (ctx) => {
      if (renewal()) await watchAdvance(ctx, id)
      return moveOn(ctx, id)
    })
  while ((await move()) === 'under way') {
    let count = 0
    while (count < stepsInARow && (await doPersistently(steps, { organizationId, lane: id }))) {
      count += 1
    }
    // Somebody else is at it.
    if (count === 0) await sleep(20)
  }
}

/** Should whoever takes the clock along die, somebody else goes on soon. By real time, of course. */
export async function watchAdvance(ctx: Ctx, id: string): Promise<void> {
  const { realNow: now } = ctx
  const real = atTime(ctx, { now, testClockId: undefined, lane: `advance ${id}` })
  await real.schedule({ kind, subjectId: id, dueAt: now.add({ seconds: watchSeconds }) })
}

/** To the next moment at which something is due; nobody who lives by the clock is in the middle of something then. */
async function moveOn(ctx: Ctx, id: string): Promise<'under way' | 'arrived'> {
  const clock = await lockClock(ctx, id)
  if (!clock?.targetAt) return 'arrived'
  const dueAt = await nextDueAt(ctx, clock)
  if (!dueAt) {
    await setClock(ctx, id, { showsAt: clock.targetAt, targetAt: undefined })
    await ctx.unschedule(kind, id)
    return 'arrived'
  }
  if (isAfter(dueAt, clock.showsAt)) await setClock(ctx, id, { showsAt: dueAt })
  return 'under way'
}

type Lane = Parameters<typeof doStep>[1]

async function doPersistently(steps: Steps, lane: Lane, attempt = 1): Promise<boolean> {
  try {
    return await doStep(steps, lane, { patient: false })
  } catch (error) {
    if (attempt >= tries) throw error
    await sleep(attempt * 100)
    return doPersistently(steps, lane, attempt + 1)
  }
}
