import type { Ctx } from '../../platform/ctx.ts'
import { systemIn, transact, type Workspace } from '../../platform/workspace.ts'
import { foldOldest, listMerchantsToFold } from './store.ts'

const batchesAtOnce = 500

/** Adds the oldest readings that no total holds to the totals; says how many batches that were. */
export function foldReadings(ctx: Ctx, atMost = batchesAtOnce): Promise<number> {
  return foldOldest(ctx, atMost)
}

/** Folds for every merchant, a transaction per so many batches, so that nobody waits for long. */
export async function foldAllReadings(workspace: Workspace): Promise<void> {
  const anywhere = { ...systemIn('', 'metering.fold'), role: 'tally_worker', scope: {} } as const
  const merchants = await transact(workspace, anywhere, listMerchantsToFold)
  for (const merchant of merchants) {
    let folded = batchesAtOnce
    while (folded === batchesAtOnce) {
      folded = await transact(workspace, systemIn(merchant, 'metering.fold'), (ctx) =>
        foldReadings(ctx),
      )
    }
  }
}
