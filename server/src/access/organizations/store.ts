import { type Selectable, sql } from 'kysely'
import type { Ctx } from '../../platform/ctx.ts'
import type { Schema } from '../../platform/db/schema.gen.ts'
import type { Kinds } from '../effective-permissions.ts'
import { type OrganizationProfile, profilePlace } from '../profile.ts'

export type OrganizationRow = {
  readonly id: string
  readonly kinds: Kinds
  readonly profile: OrganizationProfile
  readonly currencies: readonly string[]
  readonly createdAt: Temporal.Instant
  readonly updatedAt: Temporal.Instant
}

const columns = [
  'organization_id',
  'merchant_since',
  'consumer_since',
  'platform_since',
  'profile',
  'currencies',
  'created_at',
  'updated_at',
] as const

/** The organization of the context. */
export async function getOrganization(ctx: Ctx): Promise<OrganizationRow> {
  return open(ctx, await own(ctx).executeTakeFirstOrThrow())
}

/** The same, held until the end: who changes members, roles or the profile goes one after the other. */
export async function lockOrganization(ctx: Ctx): Promise<OrganizationRow> {
  return open(ctx, await own(ctx).forNoKeyUpdate().executeTakeFirstOrThrow())
}

function own({ db, organizationId }: Ctx) {
  return db
    .selectFrom('tally.organizations')
    .select(columns)
    .where('organization_id', '=', organizationId)
}

export type ChangedOrganization = {
  readonly profile: OrganizationProfile
  readonly nameIndex: Buffer | null
  readonly currencies: readonly string[]
}

export async function setOrganization(
  ctx: Ctx,
  { profile, nameIndex, currencies }: ChangedOrganization,
): Promise<OrganizationRow> {
  const row = await ctx.db
    .updateTable('tally.organizations')
    .set({
      profile: ctx.seals.seal(profilePlace(ctx.organizationId), profile),
      name_index: nameIndex,
      currencies: [...currencies],
      updated_at: ctx.now,
    })
    .where('organization_id', '=', ctx.organizationId)
    .returning(columns)
    .executeTakeFirstOrThrow()
  return open(ctx, row)
}

export async function setConsumerSince(ctx: Ctx): Promise<void> {
  await ctx.db
    .updateTable('tally.organizations')
    .set({ consumer_since: ctx.now, updated_at: ctx.now })
    .where('organization_id', '=', ctx.organizationId)
    .execute()
}

/** What the platform takes from the merchant of the context. */
export async function findTerms({ db, organizationId }: Ctx) {
  const { rows } = await sql<
    Pick<Selectable<Schema['tally.merchant_terms']>, 'fee_percent' | 'fee_fixed'>
  >`
    /* fee terms */
    select t.fee_percent, t.fee_fixed from tally.merchant_terms as t
    where t.merchant_id = ${organizationId}`.execute(db)
  return rows[0]
}

type Row = Pick<Selectable<Schema['tally.organizations']>, (typeof columns)[number]>

function open(ctx: Ctx, row: Row): OrganizationRow {
  return {
    id: row.organization_id,
    kinds: {
      merchant: row.merchant_since !== null,
      consumer: row.consumer_since !== null,
      platform: row.platform_since !== null,
    },
    profile: ctx.seals.open<OrganizationProfile>(profilePlace(row.organization_id), row.profile),
    currencies: row.currencies,
    createdAt: row.created_at,
    updatedAt: row.updated_at,
  }
}
