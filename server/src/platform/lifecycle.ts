import { setTimeout as sleep } from 'node:timers/promises'
import type { Log } from './log.ts'

type Step = { readonly name: string; readonly stop: () => Promise<void> }

export type Lifecycle = {
  readonly stopping: boolean
  /** Work that is under way: cut off when the time for a stop is over. Last in, first out. */
  drain(name: string, stop: () => Promise<void>): void
  /** What must be put away in any case, after the work has ended. Last in, first out. */
  release(name: string, stop: () => Promise<void>): void
  /** Stops once, however often it is asked; resolves to the exit code. */
  stop(reason: string, exitCode?: number): Promise<number>
  /** The exit code, once everything is stopped. */
  readonly ended: Promise<number>
}

/**
 * A first SIGINT, SIGTERM or SIGHUP stops in good order; a second one ends the process at once.
 */
export function createLifecycle(log: Log, drainTimeoutMs: number): Lifecycle {
  const draining: Step[] = []
  const releasing: Step[] = []
  const { promise: ended, resolve: end } = Promise.withResolvers<number>()
  let stopping = false
  // A process that waits for jobs may have nothing else that keeps it up between two of them.
  const awake = setInterval(() => undefined, 2 ** 30)

  async function stop(reason: string, exitCode = 0): Promise<number> {
    if (stopping) return ended
    stopping = true
    // A start that failed has its own sentence.
    log[exitCode === 0 ? 'info' : 'debug']({ reason }, 'Stopping.')
    const clean = await runSteps(draining, log, drainTimeoutMs)
    const released = await runSteps(releasing, log, undefined)
    clearInterval(awake)
    end(exitCode || (clean && released ? 0 : 1))
    return ended
  }

  onSignals((name) => void stop(name))
  return {
    get stopping() {
      return stopping
    },
    drain: (name, run) => void draining.unshift({ name, stop: run }),
    release: (name, run) => void releasing.unshift({ name, stop: run }),
    stop,
    ended,
  }
}

async function runSteps(steps: Step[], log: Log, timeoutMs: number | undefined): Promise<boolean> {
  const timer = new AbortController()
  const late = timeoutMs === undefined ? undefined : sleep(timeoutMs, 'late', timer)
  late?.catch(() => undefined)
  let clean = true
  // Taken one by one: a start that is still under way adds to the list while it is drained.
  for (let step = steps.shift(); step; step = steps.shift()) {
    const { name, stop } = step
    // A step that fails must not keep the next ones from being put away.
    const result = await Promise.race([
      stop().catch((error: unknown) => ({ error })),
      late ?? never,
    ])
    if (result === undefined) continue
    clean = false
    if (result === 'late') log.warn({ step: name }, 'Cut off: the time for a stop is over.')
    else log.error({ step: name, err: Object(result).error }, 'Could not be stopped.')
  }
  timer.abort()
  return clean
}

const never = new Promise<never>(() => undefined)

/**
 * Ctrl-C under npm arrives twice, from the terminal and from npm: that is one wish, not two. Nor
 * is the terminal that closes while we stop.
 */
const sameWishMs = 500

function onSignals(first: (name: string) => void): void {
  let askedAt: number | undefined
  for (const name of ['SIGINT', 'SIGTERM', 'SIGHUP'] as const) {
    process.on(name, () => {
      if (askedAt === undefined) {
        askedAt = performance.now()
        first(name)
      } else if (name !== 'SIGHUP' && performance.now() - askedAt > sameWishMs) {
        process.exit(1)
      }
    })
  }
}
