import { usageRefunded } from '@tallystick/core/ledger/usage-recipes.ts'
import { atTimeOf } from '../clocks/at-time-of.ts'
import { isCustomerDeleted } from '../customers/is-deleted.ts'
import { postAs } from '../ledger/post.ts'
import type { Ctx } from '../platform/ctx.ts'
import { newId } from '../platform/ids.ts'
import { notFound, Problem } from '../platform/problem.ts'
import type { ChargedEvent } from './event.ts'
import { findEvents, insertRefund } from './store.ts'

/** Gives back what one event cost, to the funds it came from. A second refund is the first one. */
export async function refundEvent(
  realCtx: Ctx,
  id: string,
  reason: string | undefined,
): Promise<ChargedEvent> {
  const event = await theEvent(realCtx, id)
  if (event.refund) return event
  const ctx = await atTimeOf(realCtx, event.customerId)
  // Money would lie where nobody can reach it.
  if (await isCustomerDeleted(ctx, event.customerId, { held: true })) {
    throw new Problem('USAGE_NOT_REFUNDABLE', 'The customer has been deleted.')
  }
  const { customerId, currency, price, tax, fee } = event
  const merchantShare = price - fee
  const entry = usageRefunded({ id, customerId, currency, merchantShare, tax, fee })
  const entryId = entry && newId('entry')

  const isFirst = await insertRefund(ctx, { event, entryId, reason })
  if (isFirst && entry && entryId) await postAs(ctx, { entryId, entry })
  return theEvent(ctx, id)
}

export async function theEvent(ctx: Ctx, id: string): Promise<ChargedEvent> {
  const [event] = await findEvents(ctx, [id])
  if (!event) throw notFound()
  return event
}
