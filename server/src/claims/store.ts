import { normalizeEmail } from '@tallystick/core/customers/tax-address.ts'
import { type Selectable, sql } from 'kysely'
import type { Ctx } from '../platform/ctx.ts'
import type { Schema } from '../platform/db/schema.gen.ts'

/** A link by which a customer takes its account over. */
export type Claim = {
  readonly id: string
  readonly customerId: string
  /** The managed consumer that is claimed. */
  readonly consumerId: string
  readonly emailIndex: Buffer
  readonly expiresAt: Temporal.Instant
  readonly claimedBy: string | undefined
}

type NewClaim = Pick<Claim, 'id' | 'customerId' | 'consumerId' | 'expiresAt'> & {
  readonly email: string
}

export async function insertClaim(ctx: Ctx, claim: NewClaim): Promise<void> {
  await ctx.db
    .insertInto('tally.claims')
    .values({
      merchant_id: ctx.organizationId,
      claim_id: claim.id,
      customer_id: claim.customerId,
      consumer_id: claim.consumerId,
      email_index: emailIndexOf(ctx, claim.email),
      created_at: ctx.realNow,
      expires_at: claim.expiresAt,
    })
    .execute()
}

/** An address as a claim remembers it: one can tell whether it is the same, and no more. */
export function emailIndexOf({ seals }: Ctx, email: string): Buffer {
  return seals.index('claims', 'email_index', normalizeEmail(email))
}

export async function findClaim(ctx: Ctx, id: string): Promise<Claim | undefined> {
  const row = await own(ctx).where('claim_id', '=', id).executeTakeFirst()
  return row && read(row)
}

/** Held until the end, with all others of the same customer: it is claimed once. */
export async function lockClaim(ctx: Ctx, id: string): Promise<Claim | undefined> {
  const { customerId } = (await findClaim(ctx, id)) ?? {}
  if (customerId === undefined) return undefined
  const all = own(ctx).where('customer_id', '=', customerId).orderBy('claim_id')
  const row = (await all.forUpdate().execute()).find(({ claim_id }) => claim_id === id)
  return row && read(row)
}

export async function setCode(ctx: Ctx, id: string, codeHash: Buffer): Promise<void> {
  await one(ctx, id).set({ code_hash: codeHash }).execute()
}

export async function setClaimed(ctx: Ctx, id: string): Promise<void> {
  await one(ctx, id).set({ claimed_at: ctx.realNow, claimed_by: ctx.actor.id }).execute()
}

/** Across merchants: whose claim it is, its code says. */
export async function findClaimingMerchant(
  { db }: Ctx,
  id: string,
  codeHash: Buffer,
): Promise<string | undefined> {
  const { rows } = await sql<{ merchant_id: string }>`
    select merchant_id from tally.find_claim(${id}, ${codeHash})`.execute(db)
  return rows[0]?.merchant_id
}

/** Makes the context's user the owner of what is claimed; answers the consumer that it belongs to from now on. */
export async function claimConsumer(
  { db, realNow, actor }: Ctx,
  claimId: string,
): Promise<string | undefined> {
  // One after the other: two accounts at one merchant cannot both go to the consumer that the user owns.
  const who = `claiming ${actor.id}`
  await sql`select pg_advisory_xact_lock(hashtextextended(${who}, 0))`.execute(db)
  const { rows } = await sql<{ consumer_id: string }>`
    select consumer_id from tally.claim_consumer(${claimId}, ${realNow})`.execute(db)
  return rows[0]?.consumer_id
}

function own({ db, organizationId }: Ctx) {
  return db.selectFrom('tally.claims').selectAll().where('merchant_id', '=', organizationId)
}

function one({ db, organizationId }: Ctx, id: string) {
  return db
    .updateTable('tally.claims')
    .where('merchant_id', '=', organizationId)
    .where('claim_id', '=', id)
}

function read(row: Selectable<Schema['tally.claims']>): Claim {
  return {
    id: row.claim_id,
    customerId: row.customer_id,
    consumerId: row.consumer_id,
    emailIndex: row.email_index,
    expiresAt: row.expires_at,
    claimedBy: row.claimed_by ?? undefined,
  }
}
