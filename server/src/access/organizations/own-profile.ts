import type { Ctx } from '../../platform/ctx.ts'
import type { OrganizationProfile } from '../profile.ts'
import { getOrganization } from './store.ts'

/** Name and address of the context's organization, as it shows itself to customers and payers. */
export async function ownProfile(ctx: Ctx): Promise<OrganizationProfile> {
  const { profile } = await getOrganization(ctx)
  return profile
}
