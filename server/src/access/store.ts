import type { Insertable } from 'kysely'
import type { Ctx } from '../platform/ctx.ts'
import type { Schema } from '../platform/db/schema.gen.ts'

export async function insertDataKeys(
  { db }: Ctx,
  keys: readonly Insertable<Schema['tally.data_keys']>[],
) {
  await db.insertInto('tally.data_keys').values(keys).execute()
}

export async function insertOrganization(
  { db }: Ctx,
  organization: Insertable<Schema['tally.organizations']>,
) {
  await db.insertInto('tally.organizations').values(organization).execute()
}

export async function insertUser({ db }: Ctx, user: Insertable<Schema['tally.users']>) {
  await db.insertInto('tally.users').values(user).execute()
}

export async function insertMembership(
  { db }: Ctx,
  membership: Insertable<Schema['tally.memberships']>,
) {
  await db.insertInto('tally.memberships').values(membership).execute()
}

export async function insertApiKey({ db }: Ctx, key: Insertable<Schema['tally.api_keys']>) {
  await db.insertInto('tally.api_keys').values(key).execute()
}
