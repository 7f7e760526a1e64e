import { isAfter } from '@tallystick/core/time/instant.ts'
import type { Selectable } from 'kysely'
import { type SqlBool, sql } from 'kysely'
import type { Ctx } from '../../platform/ctx.ts'
import { count, newestFirst, type Page } from '../../platform/db/page.ts'
import type { Schema } from '../../platform/db/schema.gen.ts'

export type InvitationState = 'pending' | 'accepted' | 'declined' | 'revoked' | 'expired'

export type InvitationRow = {
  readonly id: string
  readonly organizationId: string
  readonly email: string
  /** As memberships hold them: names of built-in roles, ids of custom ones. */
  readonly roles: readonly string[]
  readonly invitedBy: string
  readonly state: InvitationState
  readonly createdAt: Temporal.Instant
  readonly updatedAt: Temporal.Instant
  readonly expiresAt: Temporal.Instant
}

const columns = [
  'organization_id',
  'invitation_id',
  'email',
  'roles',
  'invited_by',
  'created_at',
  'expires_at',
  'accepted_at',
  'declined_at',
  'revoked_at',
] as const
const place = (row: string) => ({ table: 'invitations', column: 'email', row })

type NewInvitation = Pick<InvitationRow, 'id' | 'email' | 'roles' | 'invitedBy' | 'expiresAt'> & {
  readonly codeHash: Buffer
}

export async function insertInvitation(ctx: Ctx, invitation: NewInvitation) {
  const { id, email, roles, invitedBy, expiresAt, codeHash } = invitation
  const row = await ctx.db
    .insertInto('tally.invitations')
    .values({
      organization_id: ctx.organizationId,
      invitation_id: id,
      email: ctx.seals.seal(place(id), email),
      roles: [...roles],
      code_hash: codeHash,
      invited_by: invitedBy,
      created_at: ctx.now,
      expires_at: expiresAt,
    })
    .returning(columns)
    .executeTakeFirstOrThrow()
  return open(ctx, row)
}

/** Held until the end: an invitation is answered once. */
export async function lockInvitation(ctx: Ctx, id: string): Promise<InvitationRow | undefined> {
  const row = await own(ctx)
    .select(columns)
    .where('invitation_id', '=', id)
    .forUpdate()
    .executeTakeFirst()
  return row && open(ctx, row)
}

export async function listInvitations(
  ctx: Ctx,
  { state, ...page }: Page & { readonly state?: InvitationState | undefined },
) {
  const some = state ? own(ctx).where(inState(ctx, state)) : own(ctx)
  const { rows, total } = await newestFirst(some.select(columns), 'invitation_id', page)
  return { rows: rows.map((row) => open(ctx, row)), total }
}

/** Does an invitation that can still be answered give this role? */
export async function isRoleOffered(ctx: Ctx, roleId: string): Promise<boolean> {
  const offers = own(ctx)
    .where(inState(ctx, 'pending'))
    .where(sql<SqlBool>`${roleId} = any (roles)`)
  return (await count(offers)) > 0
}

/** Ends a pending invitation one way or another. */
export async function closeInvitation(
  ctx: Ctx,
  id: string,
  state: 'accepted' | 'declined' | 'revoked',
): Promise<InvitationRow> {
  const row = await ctx.db
    .updateTable('tally.invitations')
    .set({ [`${state}_at`]: ctx.now })
    .where('organization_id', '=', ctx.organizationId)
    .where('invitation_id', '=', id)
    .returning(columns)
    .executeTakeFirstOrThrow()
  return open(ctx, row)
}

function own({ db, organizationId }: Ctx) {
  return db.selectFrom('tally.invitations').where('organization_id', '=', organizationId)
}

function inState({ now }: Ctx, state: InvitationState) {
  const unanswered = sql`accepted_at is null and declined_at is null and revoked_at is null`
  switch (state) {
    case 'pending':
      return sql<SqlBool>`${unanswered} and expires_at > ${now}`
    case 'expired':
      return sql<SqlBool>`${unanswered} and expires_at <= ${now}`
    default:
      return sql<SqlBool>`${sql.ref(`${state}_at`)} is not null`
  }
}

type Row = Pick<Selectable<Schema['tally.invitations']>, (typeof columns)[number]>

function open(ctx: Ctx, row: Row): InvitationRow {
  return {
    id: row.invitation_id,
    organizationId: row.organization_id,
    email: ctx.seals.open<string>(place(row.invitation_id), row.email),
    roles: row.roles,
    invitedBy: row.invited_by,
    state: stateOf(row, ctx.now),
    createdAt: row.created_at,
    updatedAt: row.accepted_at ?? row.declined_at ?? row.revoked_at ?? row.created_at,
    expiresAt: row.expires_at,
  }
}

function stateOf(row: Row, now: Temporal.Instant): InvitationState {
  if (row.accepted_at) return 'accepted'
  if (row.declined_at) return 'declined'
  if (row.revoked_at) return 'revoked'
  return isAfter(row.expires_at, now) ? 'pending' : 'expired'
}
