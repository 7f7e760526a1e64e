import type { Selectable } from 'kysely'
import type { Ctx } from '../../platform/ctx.ts'
import type { Schema } from '../../platform/db/schema.gen.ts'

export type RoleRow = {
  readonly id: string
  readonly name: string
  readonly description: string | undefined
  readonly permissions: readonly string[]
  readonly createdAt: Temporal.Instant
  readonly updatedAt: Temporal.Instant
}

const columns = [
  'role_id',
  'name',
  'description',
  'permissions',
  'created_at',
  'updated_at',
] as const
const place = (row: string) => ({ table: 'roles', column: 'description', row })

/** All custom roles of the organization: they are few. */
export async function listRoles(ctx: Ctx): Promise<readonly RoleRow[]> {
  const rows = await ctx.db
    .selectFrom('tally.roles')
    .select(columns)
    .where('organization_id', '=', ctx.organizationId)
    .orderBy('created_at')
    .orderBy('role_id')
    .limit(1000)
    .execute()
  return rows.map((row) => open(ctx, row))
}

export type NewRole = Pick<RoleRow, 'id' | 'name' | 'description' | 'permissions'>

export async function insertRole(ctx: Ctx, role: NewRole): Promise<RoleRow> {
  const row = await ctx.db
    .insertInto('tally.roles')
    .values({
      organization_id: ctx.organizationId,
      role_id: role.id,
      ...sealed(ctx, role),
      created_at: ctx.now,
      updated_at: ctx.now,
    })
    .returning(columns)
    .executeTakeFirstOrThrow()
  return open(ctx, row)
}

export async function setRole(ctx: Ctx, role: NewRole): Promise<RoleRow> {
  const row = await ctx.db
    .updateTable('tally.roles')
    .set({ ...sealed(ctx, role), updated_at: ctx.now })
    .where('organization_id', '=', ctx.organizationId)
    .where('role_id', '=', role.id)
    .returning(columns)
    .executeTakeFirstOrThrow()
  return open(ctx, row)
}

export async function deleteRole({ db, organizationId }: Ctx, id: string): Promise<void> {
  await db
    .deleteFrom('tally.roles')
    .where('organization_id', '=', organizationId)
    .where('role_id', '=', id)
    .execute()
}

function sealed({ seals }: Ctx, { id, name, description, permissions }: NewRole) {
  return {
    name,
    description: description === undefined ? null : seals.seal(place(id), description),
    permissions: [...permissions],
  }
}

type Row = Pick<Selectable<Schema['tally.roles']>, (typeof columns)[number]>

function open({ seals }: Ctx, row: Row): RoleRow {
  const { role_id: id, name, description, permissions } = row
  return {
    id,
    name,
    permissions,
    description: description === null ? undefined : seals.open<string>(place(id), description),
    createdAt: row.created_at,
    updatedAt: row.updated_at,
  }
}
