import type { Ctx } from '../../platform/ctx.ts'
import type { ProviderEvent } from '../providers/provider.ts'

/** False when this event was handled before. A second delivery at the same time waits here for the first. */
export async function insertProviderEvent(
  ctx: Ctx,
  provider: string,
  { id, kind }: ProviderEvent,
): Promise<boolean> {
  const { numInsertedOrUpdatedRows } = await ctx.db
    .insertInto('tally.provider_events')
    .values({
      merchant_id: ctx.organizationId,
      provider,
      provider_event_id: id,
      kind,
      received_at: ctx.now,
    })
    .onConflict((conflict) => conflict.doNothing())
    .executeTakeFirstOrThrow()
  return numInsertedOrUpdatedRows === 1n
}
