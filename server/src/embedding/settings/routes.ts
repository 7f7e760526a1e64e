import { portalSettings } from '@tallystick/contract/portal-settings.ts'
import { assertMerchant, holdMerchant } from '../../access/organizations/merchant.ts'
import { assertOwn } from '../../access/organizations/own.ts'
import type { Ctx } from '../../platform/ctx.ts'
import { routes } from '../../platform/http/bind.ts'
import { encodeLogo } from '../logo/encode-logo.ts'
import { deleteLogo, putLogo } from '../logo/store.ts'
import { changePortalSettings, type SettingsNeighbours } from './change-portal-settings.ts'
import { showSettings } from './show.ts'

export const portalSettingsRoutes = (neighbours: SettingsNeighbours) =>
  routes(portalSettings, {
    async getPortalSettings(ctx, { params }) {
      await assertOwnMerchant(ctx, params.id)
      return showSettings(ctx)
    },

    async updatePortalSettings(ctx, { params, body }) {
      assertOwn(ctx, params.id)
      await holdMerchant(ctx)
      await changePortalSettings(ctx, neighbours, body)
      return showSettings(ctx)
    },

    putLogo: {
      // No transaction waits for a picture to be decoded.
      async freestanding(call, { params, body }) {
        await call.within((ctx) => assertOwnMerchant(ctx, params.id))
        const picture = await encodeLogo(body.image)
        return call.within(async (ctx) => {
          await putLogo(ctx, picture)
          return showSettings(ctx)
        })
      },
    },

    async deleteLogo(ctx, { params }) {
      await assertOwnMerchant(ctx, params.id)
      await deleteLogo(ctx)
      return undefined
    },
  })

async function assertOwnMerchant(ctx: Ctx, id: string): Promise<void> {
  assertOwn(ctx, id)
  await assertMerchant(ctx)
}
