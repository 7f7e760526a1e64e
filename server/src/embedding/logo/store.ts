import { sql } from 'kysely'
import type { Ctx } from '../../platform/ctx.ts'

/** Under which the logo of the merchant of the context is served; undefined when it has none. */
export async function findLogoHash({ db, organizationId }: Ctx): Promise<string | undefined> {
  const row = await db
    .selectFrom('tally.logos')
    .select('logo_hash')
    .where('merchant_id', '=', organizationId)
    .executeTakeFirst()
  return row?.logo_hash
}

/** Across merchants: the hash says which picture it is, not whose. */
export async function findLogo({ db }: Ctx, hash: string): Promise<Buffer | undefined> {
  const { rows } = await sql<{ picture: Buffer | null }>`
    select tally.find_logo(${hash}) as picture`.execute(db)
  return rows[0]?.picture ?? undefined
}
