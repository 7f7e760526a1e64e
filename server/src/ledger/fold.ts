import type { Ctx } from '../platform/ctx.ts'
import { systemIn, transact, type Workspace } from '../platform/workspace.ts'
import { foldOldest, listBooksToFold } from './store.ts'

const batchSize = 10_000

/** Folds a part of the book's deltas into its balances and says how many are folded; fewer than asked for: that is all. */
export function foldDeltas(ctx: Ctx, atMost = batchSize): Promise<number> {
  return foldOldest(ctx, atMost)
}

/** Folds every book, a transaction per batch, so that nobody waits for long. */
export async function foldAllBooks(workspace: Workspace): Promise<void> {
  const anywhere = { ...systemIn('', 'ledger.fold'), role: 'tally_worker', scope: {} } as const
  const books = await transact(workspace, anywhere, listBooksToFold)
  for (const book of books) {
    let folded = batchSize
    while (folded === batchSize) {
      folded = await transact(workspace, systemIn(book, 'ledger.fold'), (ctx) => foldDeltas(ctx))
    }
  }
}
