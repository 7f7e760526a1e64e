import { sql } from 'kysely'
import type { Ctx } from '../platform/ctx.ts'
import type { Principal } from '../platform/workspace.ts'
import type { Kinds } from './effective-permissions.ts'

/*
 * What is asked before the organization is known: each takes one secret's hash and returns one row, through functions
 * of the database that look across organizations (server/migrations/0002_access.sql).
 */

export type Membership = Kinds & {
  readonly state: string
  readonly roles: readonly string[]
  readonly custom_permissions: readonly string[] | null
}

type KeyRow = Membership & {
  readonly organization_id: string
  readonly user_id: string
  readonly permissions: readonly string[] | null
  readonly allowed_addresses: readonly string[] | null
  readonly expires_at: Temporal.Instant | null
  readonly revoked_at: Temporal.Instant | null
  readonly last_used_at: Temporal.Instant | null
}

export async function findApiKey({ db }: Ctx, id: string, hash: Buffer) {
  const { rows } = await sql<KeyRow>`select * from tally.find_api_key(${id}, ${hash})`.execute(db)
  return rows[0]
}

type SessionRow = {
  readonly user_id: string
  readonly session_id: string
  readonly created_at: Temporal.Instant
  readonly seen_at: Temporal.Instant
  readonly expires_at: Temporal.Instant
  readonly ended_at: Temporal.Instant | null
}

export async function findUserSession({ db }: Ctx, hash: Buffer) {
  const { rows } = await sql<SessionRow>`select * from tally.find_user_session(${hash})`.execute(db)
  return rows[0]
}

/** The membership of the signed-in user in an organization, if a session begun then may act there. */
export async function findMembership(
  { db }: Ctx,
  organizationId: string,
  signedInAt: Temporal.Instant,
) {
  const { rows } = await sql<Membership>`
    select * from tally.find_membership(${organizationId}, ${signedInAt})`.execute(db)
  return rows[0]
}

export type OwnMembership = {
  readonly organization_id: string
  readonly state: 'invited' | 'active' | 'suspended' | 'declined'
  readonly roles: readonly string[]
}

/** The memberships of the context's user, with the names of their roles; within an organization its own alone. */
export async function listOwnMemberships({ db }: Ctx): Promise<readonly OwnMembership[]> {
  const { rows } = await sql<OwnMembership>`select * from tally.list_own_memberships()`.execute(db)
  return rows
}

export async function findLogin({ db }: Ctx, index: Buffer) {
  const { rows } = await sql<{ user_id: string; password_hash: string | null }>`
    select * from tally.find_login(${index})`.execute(db)
  return rows[0]
}

export async function findInvitingOrganization({ db }: Ctx, id: string, codeHash: Buffer) {
  const { rows } = await sql<Kinds & { organization_id: string }>`
    select * from tally.find_invitation(${id}, ${codeHash})`.execute(db)
  return rows[0]
}

/** As whom these questions are asked: nobody yet. */
export const nobody: Principal = {
  role: 'tally_app',
  scope: {},
  actor: { kind: 'anonymous', id: '' },
  permissions: new Set(),
}

/** A user without any organization: logins and sessions are the person's own. */
export function userAlone(userId: string): Principal {
  return { ...nobody, scope: { userId }, actor: { kind: 'user', id: userId } }
}

type PortalSessionRow = {
  readonly merchant_id: string
  readonly portal_session_id: string
  readonly kind: string
  readonly subject_id: string
  readonly customer_id: string | null
  readonly permissions: readonly string[]
  readonly seen_at: Temporal.Instant
  readonly expires_at: Temporal.Instant
  readonly revoked: boolean
}

export async function findPortalSession({ db }: Ctx, hash: Buffer) {
  const { rows } = await sql<PortalSessionRow>`
    select * from tally.find_portal_session(${hash})`.execute(db)
  return rows[0]
}

/** Notes that a key was used. */
export async function touchApiKey({ db, now }: Ctx, id: string, hash: Buffer) {
  await sql`select tally.touch_api_key(${id}, ${hash}, ${now})`.execute(db)
}

export async function touchUserSession({ db, now }: Ctx, hash: Buffer) {
  await sql`select tally.touch_user_session(${hash}, ${now})`.execute(db)
}

export async function touchPortalSession({ db, now }: Ctx, hash: Buffer) {
  await sql`select tally.touch_portal_session(${hash}, ${now})`.execute(db)
}

/** The currencies that the organization of the context sells in. */
export async function findCurrencies({ db, organizationId }: Ctx): Promise<readonly string[]> {
  const row = await db
    .selectFrom('tally.organizations')
    .select('currencies')
    .where('organization_id', '=', organizationId)
    .executeTakeFirstOrThrow()
  return row.currencies
}
