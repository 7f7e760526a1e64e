import type { Ctx } from '../platform/ctx.ts'
import { unauthenticated } from './credentials.ts'
import { holdActiveMembership } from './members/store.ts'

/**
 * For what outlives the request: the member that it is made for acts until the end of the transaction. The edge may
 * know a key for a second longer, and whoever stops a member ends only what it finds.
 */
export async function assertActing(ctx: Ctx, userId: string): Promise<void> {
  if (!(await holdActiveMembership(ctx, userId))) throw unauthenticated()
}
