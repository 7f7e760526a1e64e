import type { Ctx } from '../platform/ctx.ts'
import { type ChangeQuestion, mayHaveChanged } from './meters/change-store.ts'

/**
 * Whether a reading of events before that moment may have changed since an earlier one. False is certain; true means
 * that it is worth reading again.
 */
export function changedSince(ctx: Ctx, question: ChangeQuestion): Promise<boolean> {
  return mayHaveChanged(ctx, question)
}
