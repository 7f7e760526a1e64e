import { sql } from 'kysely'
import type { Ctx } from '../ctx.ts'

export type ClockFace = {
  readonly showsAt: Temporal.Instant
  readonly isAdvancing: boolean
}

/**
 * What a test clock shows. Read `held`, it does not move on before this transaction ends: what is scheduled by it cannot
 * be overtaken.
 */
export async function readClock(
  { db, organizationId }: Pick<Ctx, 'db' | 'organizationId'>,
  testClockId: string,
  { held }: { readonly held: boolean },
): Promise<ClockFace | undefined> {
  const { rows } = await sql<{ shows_at: Temporal.Instant; is_advancing: boolean }>`
    select shows_at, target_at is not null as is_advancing from tally.test_clocks
    where merchant_id = ${organizationId} and test_clock_id = ${testClockId}
    ${held ? sql`for share` : sql``}`.execute(db)
  const [row] = rows
  return row && { showsAt: row.shows_at, isAdvancing: row.is_advancing }
}
