import { sql } from 'kysely'
import type { Ctx } from '../../platform/ctx.ts'
import { count, type Page } from '../../platform/db/page.ts'
import { type UserProfile, userPlace } from '../profile.ts'

export type MemberState = 'invited' | 'active' | 'suspended' | 'declined'

export type MemberRow = {
  readonly userId: string
  readonly organizationId: string
  readonly state: MemberState
  /** As memberships hold them: names of built-in roles, ids of custom ones. */
  readonly roles: readonly string[]
  readonly email: string
  readonly profile: UserProfile
  readonly createdAt: Temporal.Instant
  readonly updatedAt: Temporal.Instant
}

const columns = [
  'm.organization_id',
  'm.user_id',
  'm.state',
  'm.roles',
  'm.created_at',
  'm.updated_at',
  'u.email',
  'u.profile',
] as const

export async function findMember(ctx: Ctx, userId: string): Promise<MemberRow | undefined> {
  const row = await withUsers(ctx)
    .select(columns)
    .where('m.user_id', '=', userId)
    .executeTakeFirst()
  return row && open(ctx, row)
}

export async function listMembers(
  ctx: Ctx,
  { limit, offset, state }: Page & { readonly state?: MemberState | undefined },
): Promise<{ rows: readonly MemberRow[]; total: number }> {
  let all = withUsers(ctx)
  let counted = ctx.db
    .selectFrom('tally.memberships')
    .where('organization_id', '=', ctx.organizationId)
  if (state) {
    all = all.where('m.state', '=', state)
    counted = counted.where('state', '=', state)
  }
  const rows = await all
    .select(columns)
    .orderBy('m.created_at')
    .orderBy('m.user_id')
    .limit(limit)
    .offset(offset)
    .execute()
  const members: MemberRow[] = []
  for (const row of rows) members.push(await open(ctx, row))
  return { rows: members, total: await count(counted) }
}

/** How many active owners there are. To be asked under the organization's lock. */
export async function countOwners({ db, organizationId }: Ctx): Promise<number> {
  return count(
    db
      .selectFrom('tally.memberships')
      .where('organization_id', '=', organizationId)
      .where('state', '=', 'active')
      .where(sql<boolean>`'owner' = any (roles)`),
  )
}

export async function isRoleHeld({ db, organizationId }: Ctx, roleId: string): Promise<boolean> {
  const holder = await db
    .selectFrom('tally.memberships')
    .select('user_id')
    .where('organization_id', '=', organizationId)
    .where(sql<boolean>`${roleId} = any (roles)`)
    .limit(1)
    .executeTakeFirst()
  return holder !== undefined
}

/** Is the user an active member? If so, it is one until the end. */
export async function holdActiveMembership(
  { db, organizationId }: Ctx,
  userId: string,
): Promise<boolean> {
  const member = await db
    .selectFrom('tally.memberships')
    .select('state')
    .where('organization_id', '=', organizationId)
    .where('user_id', '=', userId)
    .forShare()
    .executeTakeFirst()
  return member?.state === 'active'
}

/** Does a member sign in with this address? */
export async function hasMemberWithLogin(ctx: Ctx, loginIndex: Buffer): Promise<boolean> {
  const row = await withUsers(ctx)
    .select('m.user_id')
    .where('u.login_index', '=', loginIndex)
    .executeTakeFirst()
  return row !== undefined
}

export async function insertMembership(
  { db, organizationId, now }: Ctx,
  userId: string,
  roles: readonly string[],
): Promise<void> {
  await db
    .insertInto('tally.memberships')
    .values({
      organization_id: organizationId,
      user_id: userId,
      state: 'active',
      roles: [...roles],
      acts_since: now,
      created_at: now,
      updated_at: now,
    })
    .execute()
}

type Changed = {
  readonly userId: string
  readonly state: MemberState
  readonly roles: readonly string[]
  /** Sessions from before this change may no longer act here. */
  readonly endsSessions: boolean
}

export async function setMember(
  { db, organizationId, now }: Ctx,
  { userId, state, roles, endsSessions }: Changed,
): Promise<void> {
  await db
    .updateTable('tally.memberships')
    .set({
      state,
      roles: [...roles],
      updated_at: now,
      ...(endsSessions && { acts_since: now }),
    })
    .where('organization_id', '=', organizationId)
    .where('user_id', '=', userId)
    .execute()
}

export async function deleteMember({ db, organizationId }: Ctx, userId: string): Promise<void> {
  await db
    .deleteFrom('tally.memberships')
    .where('organization_id', '=', organizationId)
    .where('user_id', '=', userId)
    .execute()
}

function withUsers({ db, organizationId }: Ctx) {
  return db
    .selectFrom('tally.memberships as m')
    .innerJoin('tally.users as u', 'u.user_id', 'm.user_id')
    .where('m.organization_id', '=', organizationId)
}

type Row = {
  readonly organization_id: string
  readonly user_id: string
  readonly state: string
  readonly roles: readonly string[]
  readonly email: Buffer
  readonly profile: Buffer
  readonly created_at: Temporal.Instant
  readonly updated_at: Temporal.Instant
}

/** A member's name and address are sealed under the member's own key. */
async function open(ctx: Ctx, row: Row): Promise<MemberRow> {
  const seals = await ctx.keyring.of(row.user_id)
  return {
    userId: row.user_id,
    organizationId: row.organization_id,
    state: row.state as MemberState,
    roles: row.roles,
    email: seals.open<string>(userPlace(row.user_id, 'email'), row.email),
    profile: seals.open<UserProfile>(userPlace(row.user_id, 'profile'), row.profile),
    createdAt: row.created_at,
    updatedAt: row.updated_at,
  }
}
