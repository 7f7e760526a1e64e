import type { OrganizationKind } from '@tallystick/contract/roles.ts'
import { sql } from 'kysely'
import type { Ctx } from '../platform/ctx.ts'

export type NewOrganization = {
  readonly id: string
  readonly kind: OrganizationKind
  readonly profile: Buffer
  readonly nameIndex: Buffer | null
  readonly currencies: readonly string[]
  /** Wrapped: the key that seals, then the key of indexes. */
  readonly keys: readonly Buffer[]
  readonly owner: NewOwner
}

type NewOwner = {
  readonly id: string
  readonly email: Buffer
  readonly profile: Buffer
  readonly loginIndex: Buffer
  readonly passwordHash: string | null
  readonly keys: readonly Buffer[]
}

/** An organization, its owner and the keys of both. Other ways to make one the database does not grant. */
export async function insertOrganization(
  { db, now }: Ctx,
  { owner, ...organization }: NewOrganization,
): Promise<void> {
  const { id, kind, profile, nameIndex, currencies, keys } = organization
  await sql`select tally.found_organization(
    ${id}, ${kind}, ${profile}, ${nameIndex}, ${[...currencies]}, ${[...keys]},
    ${owner.id}, ${owner.email}, ${owner.profile}, ${owner.loginIndex}, ${owner.passwordHash},
    ${[...owner.keys]}, ${now})`.execute(db)
}

/** One set-up at a time: who asks second waits until the first is done. */
export async function lockSetUp({ db }: Ctx): Promise<void> {
  await sql`select pg_advisory_xact_lock(hashtext('tallystick set-up'))`.execute(db)
}

/** One founding of the context's organization at a time. */
export async function lockFounding({ db, organizationId }: Ctx): Promise<void> {
  await sql`select pg_advisory_xact_lock(hashtext(${`found ${organizationId}`}))`.execute(db)
}

/** Is the organization of the context there already? */
export async function isFounded({ db, organizationId }: Ctx): Promise<boolean> {
  const found = await db
    .selectFrom('tally.organizations')
    .select('organization_id')
    .where('organization_id', '=', organizationId)
    .executeTakeFirst()
  return found !== undefined
}

export async function hasPlatform({ db }: Ctx): Promise<boolean> {
  const { rows } = await sql<{ there: boolean }>`select tally.has_platform() as there`.execute(db)
  return rows[0]?.there ?? false
}
