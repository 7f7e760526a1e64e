import type { Ctx } from '../platform/ctx.ts'
import type { Party } from './document.ts'

/** Both sides of a document, and what the merchant wants said: below its invoices, and at the foot of every page. */
export type Parties = {
  readonly seller: Party
  readonly buyer: Party
  readonly notes?: string | undefined
  readonly footer?: string | undefined
}

const place = (row: string) => ({ table: 'document_parties', column: 'details', row })

/** Kept once: what was said first stays. */
export async function insertParties(ctx: Ctx, subjectId: string, parties: Parties): Promise<void> {
  await ctx.db
    .insertInto('tally.document_parties')
    .values({
      merchant_id: ctx.organizationId,
      subject_id: subjectId,
      details: ctx.seals.seal(place(subjectId), parties),
      created_at: ctx.now,
    })
    .onConflict((conflict) => conflict.columns(['merchant_id', 'subject_id']).doNothing())
    .execute()
}

export async function findParties(ctx: Ctx, subjectId: string): Promise<Parties | undefined> {
  const row = await ctx.db
    .selectFrom('tally.document_parties')
    .select('details')
    .where('merchant_id', '=', ctx.organizationId)
    .where('subject_id', '=', subjectId)
    .executeTakeFirst()
  return row && ctx.seals.open<Parties>(place(subjectId), row.details)
}
