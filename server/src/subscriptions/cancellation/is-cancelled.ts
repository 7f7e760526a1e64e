import type { Ctx } from '../../platform/ctx.ts'
import type { SubscriptionRow } from '../store.ts'
import { findCancellation } from './store.ts'

/** Whether the customer has ended the subscription with its period, and may take that back. */
export async function isCancelled(
  ctx: Ctx,
  { id, endingAt, status }: Pick<SubscriptionRow, 'id' | 'endingAt' | 'status'>,
): Promise<boolean> {
  if (!endingAt || status !== 'active') return false
  return (await findCancellation(ctx, id))?.end.equals(endingAt) ?? false
}
