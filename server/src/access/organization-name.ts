import type { Ctx } from '../platform/ctx.ts'
import { getOrganization } from './organizations/store.ts'

/** What the organization of the context calls itself. */
export async function organizationName(ctx: Ctx): Promise<string> {
  const { profile } = await getOrganization(ctx)
  return profile.name
}
