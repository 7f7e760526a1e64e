import type { PortalPermission } from '@tallystick/contract/permissions.ts'
import type { Ctx } from '../../platform/ctx.ts'
import { permissionsOf } from './customers-may.ts'
import { findSettings, type PortalSettings } from './store.ts'

/** The database knows which permissions hold without settings, too: see tally.find_portal_session. */
const defaultSettings: PortalSettings = {
  branding: { locale: 'auto', theme: 'auto' },
  customersMay: {
    topUp: true,
    managePaymentMethods: true,
    editBillingDetails: false,
    cancel: false,
    changePlan: false,
  },
  offeredPlanIds: [],
  updatedAt: undefined,
}

/** What customers of the merchant of the context see and may do: what it set, and the defaults for the rest. */
export async function portalSettingsOf(ctx: Ctx): Promise<PortalSettings> {
  return (await findSettings(ctx)) ?? defaultSettings
}

/** What a link that is made now lets its holder do, for as long as the settings allow it. */
export async function permissionsOfNewLink(ctx: Ctx): Promise<readonly PortalPermission[]> {
  const { customersMay } = await portalSettingsOf(ctx)
  return ['portal:read', ...permissionsOf(customersMay)]
}
