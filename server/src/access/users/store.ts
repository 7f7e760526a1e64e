import type { Ctx } from '../../platform/ctx.ts'
import { type UserProfile, userPlace } from '../profile.ts'

export type UserRow = {
  readonly id: string
  readonly email: string
  readonly profile: UserProfile
  readonly createdAt: Temporal.Instant
  readonly updatedAt: Temporal.Instant
}

/** A user that the context may see: itself, or a member of its organization. */
export async function findUser(ctx: Ctx, id: string): Promise<UserRow | undefined> {
  const row = await ctx.db
    .selectFrom('tally.users')
    .select(['email', 'profile', 'created_at', 'updated_at'])
    .where('user_id', '=', id)
    .executeTakeFirst()
  if (!row) return undefined
  const seals = await ctx.keyring.of(id)
  return {
    id,
    email: seals.open<string>(userPlace(id, 'email'), row.email),
    profile: seals.open<UserProfile>(userPlace(id, 'profile'), row.profile),
    createdAt: row.created_at,
    updatedAt: row.updated_at,
  }
}

/** Holds the context's own user until the end. */
export async function lockOwnUser({ db, actor }: Ctx): Promise<void> {
  await db
    .selectFrom('tally.users')
    .select('user_id')
    .where('user_id', '=', actor.id)
    .forNoKeyUpdate()
    .executeTakeFirst()
}

/** The profile of the context's own user, held until the end. */
export async function lockOwnProfile(ctx: Ctx): Promise<UserProfile> {
  const { id } = ctx.actor
  const { profile } = await ctx.db
    .selectFrom('tally.users')
    .select('profile')
    .where('user_id', '=', id)
    .forNoKeyUpdate()
    .executeTakeFirstOrThrow()
  const seals = await ctx.keyring.of(id)
  return seals.open<UserProfile>(userPlace(id, 'profile'), profile)
}

export async function setOwnProfile(ctx: Ctx, profile: UserProfile): Promise<void> {
  const { id } = ctx.actor
  const seals = await ctx.keyring.of(id)
  await ctx.db
    .updateTable('tally.users')
    .set({ profile: seals.seal(userPlace(id, 'profile'), profile), updated_at: ctx.now })
    .where('user_id', '=', id)
    .execute()
}

export async function findOwnLoginIndex({ db, actor }: Ctx): Promise<Buffer | undefined> {
  const row = await db
    .selectFrom('tally.users')
    .select('login_index')
    .where('user_id', '=', actor.id)
    .executeTakeFirst()
  return row?.login_index ?? undefined
}

type NewUser = {
  readonly id: string
  readonly email: string
  readonly profile: UserProfile
  readonly loginIndex: Buffer
  readonly passwordHash: string
}

/** The context's own user, with its keys. */
export async function insertUser(ctx: Ctx, user: NewUser): Promise<void> {
  const { id, email, profile, loginIndex, passwordHash } = user
  const { seals, keys } = await ctx.keyring.found(id)
  await ctx.db
    .insertInto('tally.data_keys')
    .values(keys.map((key) => ({ owner_id: id, ...key })))
    .execute()
  await ctx.db
    .insertInto('tally.users')
    .values({
      user_id: id,
      email: seals.seal(userPlace(id, 'email'), email),
      profile: seals.seal(userPlace(id, 'profile'), profile),
      login_index: loginIndex,
      password_hash: passwordHash,
      created_at: ctx.now,
      updated_at: ctx.now,
    })
    .execute()
}

export async function setPasswordHash({ db, actor, now }: Ctx, passwordHash: string) {
  await db
    .updateTable('tally.users')
    .set({ password_hash: passwordHash, updated_at: now })
    .where('user_id', '=', actor.id)
    .execute()
}

export async function setEmailVerified({ db, actor, now }: Ctx) {
  await db
    .updateTable('tally.users')
    .set({ email_verified_at: now })
    .where('user_id', '=', actor.id)
    .execute()
}
