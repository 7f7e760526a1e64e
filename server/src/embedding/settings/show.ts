import type { Sent } from '@tallystick/contract/endpoint.ts'
import type { PortalSettings } from '@tallystick/contract/portal-settings.ts'
import type { Static } from 'typebox'
import type { Ctx } from '../../platform/ctx.ts'
import { findLogoHash } from '../logo/store.ts'
import { portalSettingsOf } from './portal-settings-of.ts'

/** The settings of the merchant of the context, as the wire says them. */
export async function showSettings(ctx: Ctx): Promise<Sent<Static<typeof PortalSettings>>> {
  const { branding, customersMay, offeredPlanIds, updatedAt } = await portalSettingsOf(ctx)
  const logoHash = await findLogoHash(ctx)
  return {
    object: 'portalSettings',
    organizationId: ctx.organizationId,
    branding: { ...branding, logoUrl: logoHash && `${ctx.publicUrl}/logos/${logoHash}.png` },
    customersMay,
    offeredPlanIds,
    updatedAt: updatedAt?.toString(),
  }
}
