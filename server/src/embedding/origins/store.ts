import { type Selectable, sql } from 'kysely'
import type { Ctx } from '../../platform/ctx.ts'
import { count } from '../../platform/db/page.ts'
import type { Schema } from '../../platform/db/schema.gen.ts'
import type { OriginCode } from './read-origin.ts'

export type EmbedOrigin = {
  readonly id: string
  readonly origin: string
  readonly createdBy: string
  readonly createdAt: Temporal.Instant
}

const columns = ['embed_origin_id', 'origin', 'created_by', 'created_at'] as const
type Row = Pick<Selectable<Schema['tally.embed_origins']>, (typeof columns)[number]>

/** All of them: a merchant has few. */
export async function listOrigins({ db, organizationId }: Ctx): Promise<readonly EmbedOrigin[]> {
  const rows = await db
    .selectFrom('tally.embed_origins')
    .select(columns)
    .where('merchant_id', '=', organizationId)
    .orderBy('origin')
    .limit(mostOrigins)
    .execute()
  return rows.map(open)
}

export const mostOrigins = 50

export function countOrigins({ db, organizationId }: Ctx): Promise<number> {
  return count(db.selectFrom('tally.embed_origins').where('merchant_id', '=', organizationId))
}

export async function findOrigin(
  { db, organizationId }: Ctx,
  origin: string,
): Promise<EmbedOrigin | undefined> {
  const row = await db
    .selectFrom('tally.embed_origins')
    .select(columns)
    .where('merchant_id', '=', organizationId)
    .where('origin', '=', origin)
    .executeTakeFirst()
  return row && open(row)
}

export async function insertOrigin(
  ctx: Ctx,
  { id, origin }: Pick<EmbedOrigin, 'id' | 'origin'>,
): Promise<EmbedOrigin> {
  const row = await ctx.db
    .insertInto('tally.embed_origins')
    .values({
      merchant_id: ctx.organizationId,
      embed_origin_id: id,
      origin,
      created_by: ctx.actor.id,
      created_at: ctx.now,
    })
    .returning(columns)
    .executeTakeFirstOrThrow()
  return open(row)
}

/** Whether there was one to delete. */
export async function deleteOrigin({ db, organizationId }: Ctx, id: string): Promise<boolean> {
  const { numDeletedRows } = await db
    .deleteFrom('tally.embed_origins')
    .where('merchant_id', '=', organizationId)
    .where('embed_origin_id', '=', id)
    .executeTakeFirstOrThrow()
  return numDeletedRows > 0n
}

function open(row: Row): EmbedOrigin {
  return {
    id: row.embed_origin_id,
    origin: row.origin,
    createdBy: row.created_by,
    createdAt: row.created_at,
  }
}

export type Refused = {
  readonly origin: string
  readonly code: OriginCode
  readonly attempts: number
  readonly lastSeenAt: Temporal.Instant
}

/** More than this many nobody would read; the oldest make room. */
const mostRefusals = 50
const refusalDays = 30

export async function listRefusals({ db, organizationId, now }: Ctx): Promise<readonly Refused[]> {
  const rows = await db
    .selectFrom('tally.embed_refusals')
    .select(['origin', 'code', 'attempts', 'last_seen_at'])
    .where('merchant_id', '=', organizationId)
    .where('last_seen_at', '>', now.subtract({ hours: refusalDays * 24 }))
    .orderBy('last_seen_at', 'desc')
    .orderBy('origin')
    .limit(mostRefusals)
    .execute()
  return rows.map((row) => ({
    origin: row.origin,
    code: row.code as OriginCode,
    attempts: row.attempts,
    lastSeenAt: row.last_seen_at,
  }))
}

/** One attempt per origin and second counts: who floods changes one row, and that seldom. */
export async function putRefusal(
  { db, organizationId, now }: Ctx,
  { origin, code }: Pick<Refused, 'origin' | 'code'>,
): Promise<void> {
  await sql`
    insert into tally.embed_refusals as r (merchant_id, origin, code, attempts, last_seen_at)
    values (${organizationId}, ${origin}, ${code}, 1, ${now})
    on conflict (merchant_id, origin) do update
      set attempts = least(r.attempts::bigint + 1, 1000000)::int, code = excluded.code, last_seen_at = excluded.last_seen_at
      where r.last_seen_at < excluded.last_seen_at - interval '1 second'`.execute(db)
  await sql`
    delete from tally.embed_refusals as r
    where r.merchant_id = ${organizationId} and r.origin in (
      select k.origin from tally.embed_refusals as k where k.merchant_id = ${organizationId}
      order by k.last_seen_at desc, k.origin offset ${mostRefusals})`.execute(db)
}

export async function deleteRefusal({ db, organizationId }: Ctx, origin: string): Promise<void> {
  await db
    .deleteFrom('tally.embed_refusals')
    .where('merchant_id', '=', organizationId)
    .where('origin', '=', origin)
    .execute()
}
