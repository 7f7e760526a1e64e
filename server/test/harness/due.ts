import { isAfter } from '@tallystick/core/time/instant.ts'
import { listLanes } from '../../src/platform/due/scheduler.ts'
import { doStep } from '../../src/platform/due/step.ts'
import { allDueWork } from '../../src/wiring.ts'
import { runDueJobs } from './jobs.ts'
import type { Product } from './product.ts'

/**
 * Does every step that is due by the test's clock, and those that they schedule, the oldest first; and the jobs that
 * wait. What a step throws reaches the test; the step stays, and is tried again when the clock has moved on.
 */
export async function runDueWork(of: Product): Promise<void> {
  const { workspace } = of.installation
  const steps = { workspace, handlers: allDueWork(of.installation) }
  do await runDueJobs(of)
  while (await doOldest())

  async function doOldest(): Promise<boolean> {
    const lanes = await listLanes({ workspace })
    const oldestFirst = lanes.toSorted((a, b) => Temporal.Instant.compare(a.dueAt, b.dueAt))
    for (const lane of oldestFirst) if (await doStep(steps, lane)) return true
    return false
  }
}

/** Time passes as it does: whatever becomes due on the way is done at its moment. */
export async function pass(of: Product, time: Temporal.DurationLike): Promise<void> {
  const { workspace } = of.installation
  const end = of.clock.now.add(time)
  await runDueWork(of)
  for (;;) {
    const lanes = await listLanes({ workspace, until: end })
    const moments = lanes.map(({ readySince }) => readySince)
    const next = moments
      .filter((moment) => isAfter(moment, of.clock.now))
      .sort(Temporal.Instant.compare)[0]
    if (!next) break
    of.clock.now = next
    await runDueWork(of)
  }
  of.clock.now = end
  await runDueWork(of)
}
