import type { Ctx } from '../ctx.ts'

const keptDays = 35

/** A repetition that comes later than this is a new request. */
export async function forgetReplies({ db, organizationId, now }: Ctx): Promise<void> {
  await db
    .deleteFrom('tally.idempotency_keys')
    .where('organization_id', '=', organizationId)
    .where('created_at', '<', now.subtract({ hours: 24 * keptDays }))
    .execute()
}
