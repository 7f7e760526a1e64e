import type { Sent } from '@tallystick/contract/endpoint.ts'
import {
  portalSettings,
  type PortalSettings as Wire,
} from '@tallystick/contract/portal-settings.ts'
import type { Static } from 'typebox'
import { assertMerchant, holdMerchant } from '../../access/organizations/merchant.ts'
import { assertOwn } from '../../access/organizations/own.ts'
import type { Ctx } from '../../platform/ctx.ts'
import { routes } from '../../platform/http/bind.ts'
import { changePortalSettings } from './change-portal-settings.ts'
import { portalSettingsOf } from './portal-settings-of.ts'

export const portalSettingsRoutes = routes(portalSettings, {
  async getPortalSettings(ctx, { params }) {
    assertOwn(ctx, params.id)
    await assertMerchant(ctx)
    return show(ctx)
  },

  async updatePortalSettings(ctx, { params, body }) {
    assertOwn(ctx, params.id)
    await holdMerchant(ctx)
    await changePortalSettings(ctx, body)
    return show(ctx)
  },
})

async function show(ctx: Ctx): Promise<Sent<Static<typeof Wire>>> {
  const { branding, customersMay, updatedAt } = await portalSettingsOf(ctx)
  return {
    object: 'portalSettings',
    organizationId: ctx.organizationId,
    branding,
    customersMay,
    updatedAt: updatedAt?.toString(),
  }
}
