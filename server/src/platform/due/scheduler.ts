import { isAfter } from '@tallystick/core/time/instant.ts'
import type { Log } from '../log.ts'
import type { Metrics } from '../metrics.ts'
import { systemIn, transact, type Workspace } from '../workspace.ts'
import { type DueHandlers, doStep, type Steps } from './step.ts'
import { type Lane, listReady, type ReadyLane } from './store.ts'

export type SchedulerOptions = {
  readonly workspace: Workspace
  readonly handlers: DueHandlers
  /** How many lanes are worked in at once. */
  readonly concurrency: number
  readonly log: Log
  readonly metrics: Metrics
}

const pauseMs = 500
const pageSize = 500
/** After as many steps in one lane the others have their turn. */
const stepsInARow = 50

/**
 * Does what is due by real time, in every organization, until it is closed. Any number of processes may do so at once:
 * a lane is worked in by one at a time. Closing lets the steps that run come to their end.
 */
export function startScheduler(options: SchedulerOptions): { close(): Promise<void> } {
  const { workspace, handlers, concurrency, log, metrics } = options
  const stopped = Promise.withResolvers<void>()
  const steps: Steps = { workspace, handlers, observe: metrics.observeStep }
  const queue = laneQueue(() => listLanes(options))
  let isOpen = true
  const run = async () => {
    while (isOpen) {
      const lane = await queue.take().catch((err: unknown) => {
        log.warn({ err }, 'Due work could not be listed.')
        return undefined
      })
      if (lane) {
        const didWork = await workIn(steps, lane, { log, isOpen: () => isOpen })
        queue.giveBack(lane, didWork)
      } else await pause(stopped.promise)
    }
  }
  const runners = Array.from({ length: concurrency }, run)
  return {
    close: async () => {
      isOpen = false
      stopped.resolve()
      await Promise.all(runners)
    },
  }
}

/** Lanes of every organization with something ready, by the one function that the worker may ask. */
export async function listLanes({
  workspace,
  metrics,
  until,
}: Pick<SchedulerOptions, 'workspace'> & {
  readonly metrics?: Metrics
  /** Real time, by default now. */
  readonly until?: Temporal.Instant
}): Promise<ReadyLane[]> {
  const nobody = { ...systemIn('', 'due_work'), role: 'tally_worker' as const, scope: {} }
  return transact(workspace, nobody, async (ctx) => {
    const ready = await listReady(ctx, until ?? ctx.realNow, pageSize)
    const oldest = ready[0]?.readySince
    metrics?.setDueLag(
      oldest && isAfter(ctx.realNow, oldest) ? ctx.realNow.since(oldest).total('seconds') : 0,
    )
    return ready
  })
}

type WorkIn = { readonly log: Log; readonly isOpen: () => boolean }

/** True when at least one step was done. */
async function workIn(steps: Steps, lane: Lane, { log, isOpen }: WorkIn): Promise<boolean> {
  let count = 0
  try {
    while (isOpen() && count < stepsInARow && (await doStep(steps, lane))) count += 1
  } catch (err) {
    log.warn({ err, lane: lane.lane }, 'A step of due work failed and will be tried again.')
    // What failed now waits; what else is due in its lane does not.
    return true
  }
  return count > 0
}

/** Lanes that wait for a runner. Listed anew when none is left, but not right after there was nothing to do. */
function laneQueue(list: () => Promise<readonly ReadyLane[]>) {
  const nameOf = ({ organizationId, lane }: Lane) => `${organizationId} ${lane}`
  const busy = new Set<string>()
  let waiting: Lane[] = []
  let listing: Promise<void> | undefined
  let idleUntilMs = 0
  const refill = async () => {
    const seen = new Set(busy)
    const ready = await list()
    waiting = ready.filter((lane) => !seen.has(nameOf(lane)) && seen.add(nameOf(lane)))
    if (waiting.length === 0) idleUntilMs = performance.now() + pauseMs
  }
  return {
    async take(): Promise<Lane | undefined> {
      if (waiting.length === 0) {
        if (performance.now() < idleUntilMs) return undefined
        listing ??= refill().finally(() => {
          listing = undefined
        })
        await listing
      }
      const lane = waiting.shift()
      if (lane) busy.add(nameOf(lane))
      return lane
    },
    /** Who found nothing to do found somebody else at it: that takes a moment. */
    giveBack(lane: Lane, didWork: boolean) {
      busy.delete(nameOf(lane))
      if (!didWork && waiting.length === 0) idleUntilMs = performance.now() + pauseMs
    },
  }
}

async function pause(stopped: Promise<void>): Promise<void> {
  const over = Promise.withResolvers<void>()
  const timer = setTimeout(over.resolve, pauseMs)
  await Promise.race([over.promise, stopped])
  clearTimeout(timer)
}
