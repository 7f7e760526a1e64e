import type { Log } from '../log.ts'

export type Repeated = {
  readonly name: string
  /** Between the end of one run and the beginning of the next. */
  readonly pauseMs: number
  readonly work: () => Promise<void>
  readonly log: Log
}

/** Runs work again and again until it is closed: housekeeping that belongs to no organization and must not pile up. */
export function repeat({ name, pauseMs, work, log }: Repeated): { close(): Promise<void> } {
  const stopped = Promise.withResolvers<void>()
  let isOpen = true
  const run = async () => {
    while (isOpen) {
      await work().catch((err: unknown) => log.warn({ err, name }, 'Housekeeping failed.'))
      const pause = Promise.withResolvers<void>()
      const timer = setTimeout(pause.resolve, pauseMs)
      await Promise.race([pause.promise, stopped.promise])
      clearTimeout(timer)
    }
  }
  const running = run()
  return {
    close: () => {
      isOpen = false
      stopped.resolve()
      return running
    },
  }
}
