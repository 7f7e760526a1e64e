import { sql } from 'kysely'
import type { Ctx } from '../../platform/ctx.ts'
import type { Page } from '../../platform/db/page.ts'
import type { Terms } from '../organizations/show.ts'
import { type OrganizationProfile, profilePlace } from '../profile.ts'

/*
 * The platform's view of merchants, through functions of the database that check that the platform asks
 * (server/migrations/0002_access.sql).
 */

export type MerchantRow = {
  readonly id: string
  readonly profile: OrganizationProfile
  readonly currencies: readonly string[]
  readonly createdAt: Temporal.Instant
  readonly updatedAt: Temporal.Instant
  readonly terms: Terms
}

type Row = {
  readonly organization_id: string
  readonly profile: Buffer
  readonly currencies: readonly string[]
  readonly created_at: Temporal.Instant
  readonly updated_at: Temporal.Instant
  readonly fee_percent: string | null
  readonly fee_fixed: unknown
}

export async function findMerchant(ctx: Ctx, id: string): Promise<MerchantRow | undefined> {
  const { rows } = await sql<Row>`select * from tally.find_merchant(${id})`.execute(ctx.db)
  return rows[0] && open(ctx, rows[0])
}

export async function listMerchants(
  ctx: Ctx,
  { limit, offset }: Page,
  nameIndex: Buffer | null,
): Promise<{ rows: readonly MerchantRow[]; total: number }> {
  const { rows } = await sql<Row>`
    select * from tally.list_merchants(${nameIndex}, ${limit}, ${offset})`.execute(ctx.db)
  const counted = await sql<{ total: number }>`
    select tally.count_merchants(${nameIndex}) as total`.execute(ctx.db)
  const merchants: MerchantRow[] = []
  for (const row of rows) merchants.push(await open(ctx, row))
  return { rows: merchants, total: counted.rows[0]?.total ?? 0 }
}

export async function setTerms(
  { db, now }: Ctx,
  merchantId: string,
  {
    percent,
    fixed,
  }: { readonly percent: string; readonly fixed: Readonly<Record<string, string>> },
) {
  await sql`select tally.set_merchant_terms(
    ${merchantId}, ${percent}::numeric, ${JSON.stringify(fixed)}::jsonb, ${now})`.execute(db)
}

export async function setCurrencies(
  { db, now }: Ctx,
  merchantId: string,
  currencies: readonly string[],
) {
  await sql`select tally.set_merchant_currencies(${merchantId}, ${[...currencies]}, ${now})`.execute(
    db,
  )
}

/** The profile of a full consumer; its keys are its own. */
export async function findConsumerProfile(
  ctx: Ctx,
  id: string,
): Promise<OrganizationProfile | undefined> {
  const { rows } = await sql<{ profile: Buffer }>`
    select * from tally.find_consumer(${id})`.execute(ctx.db)
  const seals = rows[0] && (await ctx.keyring.of(id))
  return rows[0] && seals?.open<OrganizationProfile>(profilePlace(id), rows[0].profile)
}

type NewMerchant = {
  readonly id: string
  readonly nameIndex: Buffer
  readonly currencies: readonly string[] | undefined
}

export async function makeMerchant(
  { db, now }: Ctx,
  { id, nameIndex, currencies }: NewMerchant,
): Promise<void> {
  await sql`select tally.make_merchant(
    ${id}, ${nameIndex}, ${currencies ? [...currencies] : null}, ${now})`.execute(db)
}

async function open(ctx: Ctx, row: Row): Promise<MerchantRow> {
  const seals = await ctx.keyring.of(row.organization_id)
  return {
    id: row.organization_id,
    profile: seals.open<OrganizationProfile>(profilePlace(row.organization_id), row.profile),
    currencies: row.currencies,
    createdAt: row.created_at,
    updatedAt: row.updated_at,
    terms: { fee_percent: row.fee_percent ?? '0', fee_fixed: row.fee_fixed ?? {} },
  }
}
