import { organizationName } from '../../access/organization-name.ts'
import type { Ctx } from '../../platform/ctx.ts'
import { portalSettingsOf } from './portal-settings-of.ts'

/** What customers call the merchant of the context: the name that it chose for them, else that of the organization. */
export async function displayName(ctx: Ctx): Promise<string> {
  const { branding } = await portalSettingsOf(ctx)
  return branding.displayName ?? (await organizationName(ctx))
}
