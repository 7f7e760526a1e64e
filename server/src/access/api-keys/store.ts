import type { Insertable, Selectable } from 'kysely'
import type { Ctx } from '../../platform/ctx.ts'
import { newestFirst, type Page } from '../../platform/db/page.ts'
import type { Schema } from '../../platform/db/schema.gen.ts'

export type ApiKeyRow = {
  readonly id: string
  readonly organizationId: string
  readonly userId: string
  readonly name: string
  readonly permissions: readonly string[] | undefined
  readonly allowedAddresses: readonly string[] | undefined
  readonly lastFour: string
  readonly expiresAt: Temporal.Instant | undefined
  readonly lastUsedAt: Temporal.Instant | undefined
  readonly replaces: string | undefined
  readonly createdAt: Temporal.Instant
}

const columns = [
  'organization_id',
  'api_key_id',
  'user_id',
  'name',
  'permissions',
  'allowed_addresses',
  'last_four',
  'expires_at',
  'last_used_at',
  'replaces',
  'created_at',
] as const

export const keyNamePlace = (row: string) => ({ table: 'api_keys', column: 'name', row })

export async function insertApiKey(
  ctx: Ctx,
  key: Insertable<Schema['tally.api_keys']>,
): Promise<void> {
  await ctx.db.insertInto('tally.api_keys').values(key).execute()
}

/** A key that was not revoked. */
export async function findApiKey(ctx: Ctx, id: string): Promise<ApiKeyRow | undefined> {
  const row = await oneUnrevoked(ctx, id).executeTakeFirst()
  return row && open(ctx, row)
}

export async function lockApiKey(ctx: Ctx, id: string): Promise<ApiKeyRow | undefined> {
  const row = await oneUnrevoked(ctx, id).forUpdate().executeTakeFirst()
  return row && open(ctx, row)
}

export async function listApiKeys(ctx: Ctx, page: Page) {
  const { rows, total } = await newestFirst(unrevoked(ctx).select(columns), 'api_key_id', page)
  return { rows: rows.map((row) => open(ctx, row)), total }
}

export async function setKeyExpiry(
  { db, organizationId }: Ctx,
  id: string,
  expiresAt: Temporal.Instant,
): Promise<void> {
  await db
    .updateTable('tally.api_keys')
    .set({ expires_at: expiresAt })
    .where('organization_id', '=', organizationId)
    .where('api_key_id', '=', id)
    .execute()
}

/** Says whether there was such a key to revoke. */
export async function revokeKey({ db, organizationId, now }: Ctx, id: string): Promise<boolean> {
  const revoked = await db
    .updateTable('tally.api_keys')
    .set({ revoked_at: now })
    .where('organization_id', '=', organizationId)
    .where('api_key_id', '=', id)
    .where('revoked_at', 'is', null)
    .returning('api_key_id')
    .executeTakeFirst()
  return revoked !== undefined
}

export async function revokeKeysOf(
  { db, organizationId, now }: Ctx,
  userId: string,
): Promise<void> {
  await db
    .updateTable('tally.api_keys')
    .set({ revoked_at: now })
    .where('organization_id', '=', organizationId)
    .where('user_id', '=', userId)
    .where('revoked_at', 'is', null)
    .execute()
}

function oneUnrevoked(ctx: Ctx, id: string) {
  return unrevoked(ctx).select(columns).where('api_key_id', '=', id)
}

function unrevoked({ db, organizationId }: Ctx) {
  return db
    .selectFrom('tally.api_keys')
    .where('organization_id', '=', organizationId)
    .where('revoked_at', 'is', null)
}

type Row = Pick<Selectable<Schema['tally.api_keys']>, (typeof columns)[number]>

function open({ seals }: Ctx, row: Row): ApiKeyRow {
  return {
    id: row.api_key_id,
    organizationId: row.organization_id,
    userId: row.user_id,
    name: seals.open<string>(keyNamePlace(row.api_key_id), row.name),
    permissions: row.permissions ?? undefined,
    allowedAddresses: row.allowed_addresses ?? undefined,
    lastFour: row.last_four,
    expiresAt: row.expires_at ?? undefined,
    lastUsedAt: row.last_used_at ?? undefined,
    replaces: row.replaces ?? undefined,
    createdAt: row.created_at,
  }
}
