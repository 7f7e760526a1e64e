import { sql } from 'kysely'
import type { Ctx } from '../platform/ctx.ts'

/** The sealed profile of a managed consumer of this merchant; undefined for every other organization. */
export async function findManagedConsumer({ db }: Ctx, id: string): Promise<Buffer | undefined> {
  const { rows } = await sql<{ profile: Buffer }>`
    select profile from tally.find_managed_consumer(${id})`.execute(db)
  return rows[0]?.profile
}

export type ManagedConsumer = {
  readonly id: string
  readonly profile: Buffer
  readonly sealKey: Buffer
  readonly indexKey: Buffer
}

export async function insertManagedConsumer(
  { db, now }: Ctx,
  { id, profile, sealKey, indexKey }: ManagedConsumer,
): Promise<void> {
  await sql`select tally.found_managed_consumer(
    ${id}, ${profile}, ${sealKey}, ${indexKey}, ${now})`.execute(db)
}

export async function setConsumer(ctx: Ctx, customerId: string, consumerId: string): Promise<void> {
  await ctx.db
    .updateTable('tally.customers')
    .set({ consumer_id: consumerId, updated_at: ctx.now })
    .where('merchant_id', '=', ctx.organizationId)
    .where('customer_id', '=', customerId)
    .execute()
}
