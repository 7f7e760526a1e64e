import type { Ctx } from '../../platform/ctx.ts'

type NewSession = {
  readonly id: string
  readonly secretHash: Buffer
  readonly expiresAt: Temporal.Instant
}

/** A session of the context's user. */
export async function insertSession(
  { db, actor, now }: Ctx,
  { id, secretHash, expiresAt }: NewSession,
): Promise<void> {
  await db
    .insertInto('tally.user_sessions')
    .values({
      user_id: actor.id,
      session_id: id,
      secret_hash: secretHash,
      created_at: now,
      seen_at: now,
      expires_at: expiresAt,
    })
    .execute()
}

export async function findOwnSession({ db, actor }: Ctx, secretHash: Buffer) {
  return db
    .selectFrom('tally.user_sessions')
    .select('expires_at')
    .where('user_id', '=', actor.id)
    .where('secret_hash', '=', secretHash)
    .executeTakeFirst()
}

export async function endSession({ db, actor, now }: Ctx, secretHash: Buffer): Promise<void> {
  await db
    .updateTable('tally.user_sessions')
    .set({ ended_at: now })
    .where('user_id', '=', actor.id)
    .where('secret_hash', '=', secretHash)
    .execute()
}

/** Ends every session of the context's user but this one. */
export async function endOtherSessions({ db, actor, now }: Ctx, secretHash: Buffer): Promise<void> {
  await db
    .updateTable('tally.user_sessions')
    .set({ ended_at: now })
    .where('user_id', '=', actor.id)
    .where('secret_hash', '!=', secretHash)
    .where('ended_at', 'is', null)
    .execute()
}
