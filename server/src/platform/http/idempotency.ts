import { createHash } from 'node:crypto'
import { sql } from 'kysely'
import type { Ctx } from '../ctx.ts'
import { Problem } from '../problem.ts'

export type Attempt = {
  readonly key: string
  /** Method and path: one key, one operation. */
  readonly operation: string
  /** The body as sent: the same key with another payload is a mistake of the caller. */
  readonly payload: string
}

export type Kept = { readonly status: number; readonly body: unknown }

/**
 * Does the work once per organization and key, in the transaction of its effect, and answers every repetition with the
 * first reply. While the first is still running, a second is told so instead of waiting.
 */
export async function once(
  ctx: Ctx,
  { key, operation, payload }: Attempt,
  work: () => Promise<Kept>,
): Promise<Kept & { readonly replayed: boolean }> {
  const keyHash = createHash('sha256').update(`${ctx.organizationId}|${key}`).digest()
  const { rows } = await sql<{ free: boolean }>`
    select pg_try_advisory_xact_lock(${keyHash.readBigInt64BE(0)}::bigint) as free`.execute(ctx.db)
  if (!rows[0]?.free) {
    throw new Problem(
      'REQUEST_IN_PROGRESS',
      'A request with this Idempotency-Key is still running.',
    )
  }
  // Under the organization's own key: a payload may hold what could be guessed from a bare hash, a password even.
  const fingerprint = ctx.seals.index('idempotency_keys', 'fingerprint', payload)
  const place = { table: 'idempotency_keys', column: 'reply', row: keyHash.toString('hex') }
  const first = await ctx.db
    .selectFrom('tally.idempotency_keys')
    .select(['operation', 'fingerprint', 'status', 'reply'])
    .where('organization_id', '=', ctx.organizationId)
    .where('key_hash', '=', keyHash)
    .executeTakeFirst()
  if (first) {
    if (first.operation !== operation || !fingerprint.equals(first.fingerprint)) {
      throw new Problem(
        'IDEMPOTENCY_KEY_REUSED',
        'This Idempotency-Key was used for another request.',
      )
    }
    return { status: first.status, body: ctx.seals.open(place, first.reply), replayed: true }
  }
  const kept = await work()
  await ctx.db
    .insertInto('tally.idempotency_keys')
    .values({
      organization_id: ctx.organizationId,
      key_hash: keyHash,
      operation,
      fingerprint,
      status: kept.status,
      reply: ctx.seals.seal(place, kept.body ?? null),
      created_at: ctx.now,
    })
    .execute()
  return { ...kept, replayed: false }
}
