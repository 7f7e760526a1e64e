import { listLanes } from '../../src/platform/due/scheduler.ts'
import { doStep } from '../../src/platform/due/step.ts'
import { allDueWork } from '../../src/wiring.ts'
import type { Product } from './product.ts'

/**
 * Does every step that is due by the test's clock, and those that they schedule, the oldest first. What a step throws
 * reaches the test; the step stays, and is tried again when the clock has moved on.
 */
export async function runDueWork(of: Product): Promise<void> {
  const { workspace } = of.installation
  const steps = { workspace, handlers: allDueWork(of.installation) }
  for (let didWork = true; didWork; ) {
    didWork = false
    const lanes = await listLanes({ workspace })
    const oldestFirst = lanes.toSorted((a, b) => Temporal.Instant.compare(a.dueAt, b.dueAt))
    for (const lane of oldestFirst) {
      didWork = await doStep(steps, lane)
      if (didWork) break
    }
  }
}
