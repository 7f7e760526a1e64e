import { sql } from 'kysely'
import { within } from '../db/transaction.ts'
import { Problem } from '../problem.ts'
import type { Principal, Workspace } from '../workspace.ts'

export type Limit = {
  readonly bucket: string
  readonly who: string
  readonly max: number
  readonly windowSeconds: number
  readonly message?: string
}

/** Counts one call in a transaction of its own, so that refused and failed requests count too. */
export async function takeCall(
  workspace: Workspace,
  as: Pick<Principal, 'role' | 'scope'>,
  limit: Limit,
): Promise<void> {
  const { bucket, who, max, windowSeconds } = limit
  const taken = await within(workspace.database, as, async (db) => {
    const { rows } = await sql<{ taken: number }>`
      select tally.take_call(${who}, ${bucket}, ${windowSeconds}) as taken`.execute(db)
    return rows[0]?.taken ?? 0
  })
  if (taken <= max) return
  const nowSeconds = Math.floor(workspace.clock().epochMilliseconds / 1000)
  throw new Problem('RATE_LIMITED', limit.message ?? 'Too many requests. Try again later.', {
    retryAfterSeconds: windowSeconds - (nowSeconds % windowSeconds),
  })
}
