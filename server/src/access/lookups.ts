import { type RawBuilder, sql } from 'kysely'
import type { Ctx } from '../platform/ctx.ts'

/*
 * What is asked before the organization is known: each takes one secret's hash and returns one row, through functions
 * of the database that look across organizations (server/migrations/0002_access.sql).
 */

export type Membership = {
  readonly state: string
  readonly roles: readonly string[]
  readonly custom_permissions: readonly string[] | null
  readonly merchant: boolean
  readonly consumer: boolean
  readonly platform: boolean
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
  readonly csrf_hash: Buffer
  readonly seen_at: Temporal.Instant
  readonly expires_at: Temporal.Instant
  readonly ended_at: Temporal.Instant | null
}

export async function findUserSession({ db }: Ctx, hash: Buffer) {
  const { rows } = await sql<SessionRow>`select * from tally.find_user_session(${hash})`.execute(db)
  return rows[0]
}

/** The membership of the signed-in user in an organization. */
export async function findMembership({ db }: Ctx, organizationId: string) {
  const { rows } = await sql<Membership>`
    select * from tally.find_membership(${organizationId})`.execute(db)
  return rows[0]
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

/** Notes that a key or a session was used. */
export async function touch({ db }: Ctx, call: RawBuilder<unknown>) {
  await sql`select ${call}`.execute(db)
}
