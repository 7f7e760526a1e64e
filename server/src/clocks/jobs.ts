import type { DueHandlers } from '../platform/due/step.ts'
import { type Advancing, advanceClock } from './advance-clock.ts'

/** Clocks that were left on their way arrive. */
export function clockDueWork(advancing: () => Advancing): DueHandlers {
  return {
    'clocks.advance_clock': {
      freestanding: ({ organizationId }, { subjectId: id = '' }) =>
        advanceClock(advancing(), { organizationId, id }),
    },
  }
}
