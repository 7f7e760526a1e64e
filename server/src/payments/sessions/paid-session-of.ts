import type { Ctx } from '../../platform/ctx.ts'
import type { EntityType } from '../payable.ts'
import { findPaidSession } from './store.ts'

/** The session that something was paid with; undefined when it was not. */
export async function paidSessionOf(
  ctx: Ctx,
  entityType: EntityType,
  entityId: string,
): Promise<string | undefined> {
  return (await findPaidSession(ctx, entityType, entityId))?.id
}
