import type { Ctx } from '../platform/ctx.ts'
import { revokeLinks } from './store.ts'

/** Ends every portal link that a member has made, and with it the sessions that they were exchanged for. */
export async function revokeLinksOf(ctx: Ctx, userId: string): Promise<void> {
  await revokeLinks(ctx, userId)
}
