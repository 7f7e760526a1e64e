import { createHash } from 'node:crypto'
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

/** In place of the one before. Its hash is that of the picture, so what browsers keep is never the wrong one. */
export async function putLogo(ctx: Ctx, picture: Buffer): Promise<void> {
  const values = {
    logo_hash: createHash('sha256').update(picture).digest('hex'),
    picture,
    created_at: ctx.now,
  }
  await ctx.db
    .insertInto('tally.logos')
    .values({ merchant_id: ctx.organizationId, ...values })
    .onConflict((conflict) => conflict.column('merchant_id').doUpdateSet(values))
    .execute()
}

export async function deleteLogo({ db, organizationId }: Ctx): Promise<void> {
  await db.deleteFrom('tally.logos').where('merchant_id', '=', organizationId).execute()
}

/** Across merchants: the hash says which picture it is, not whose. */
export async function findLogo({ db }: Ctx, hash: string): Promise<Buffer | undefined> {
  const { rows } = await sql<{ picture: Buffer | null }>`
    select tally.find_logo(${hash}) as picture`.execute(db)
  return rows[0]?.picture ?? undefined
}
