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

/** Counts one call; throws RATE_LIMITED past the limit. */
export async function takeCall(
  workspace: Workspace,
  as: Pick<Principal, 'role' | 'scope'>,
  limit: Limit,
): Promise<void> {
  if (await mayCall(workspace, as, limit)) return
  const { windowSeconds } = limit
  const nowSeconds = Math.floor(workspace.clock().epochMilliseconds / 1000)
  throw new Problem('RATE_LIMITED', limit.message ?? 'Too many requests. Try again later.', {
    retryAfterSeconds: windowSeconds - (nowSeconds % windowSeconds),
  })
}

/** Counts one call in a transaction of its own, so that refused and failed requests count too. */
export async function mayCall(
  { database }: Workspace,
  as: Pick<Principal, 'role' | 'scope'>,
  { who, bucket, windowSeconds, max }: Limit,
): Promise<boolean> {
  const taken = await within(database, as, async (db) => {
    const { rows } = await sql<{ taken: number }>`
      select tally.take_call(${who}, ${bucket}, ${windowSeconds}) as taken`.execute(db)
    return rows[0]?.taken ?? 0
  })
  return taken <= max
}
