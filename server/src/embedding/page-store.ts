import { sql } from 'kysely'
import type { Ctx } from '../platform/ctx.ts'

/** Across merchants: whose page it is, the page itself says. */
export async function findPageOwnerId({ db }: Ctx, id: string): Promise<string | undefined> {
  const { rows } = await sql<{ owner: string | null }>`
    select tally.find_page_owner(${id}) as owner`.execute(db)
  return rows[0]?.owner ?? undefined
}
