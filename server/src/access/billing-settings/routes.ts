import {
  billingSettings,
  type BillingSettings as Wire,
} from '@tallystick/contract/billing-settings.ts'
import type { Sent } from '@tallystick/contract/endpoint.ts'
import type { Static } from 'typebox'
import type { Ctx } from '../../platform/ctx.ts'
import { routes } from '../../platform/http/bind.ts'
import { assertMerchant, holdMerchant } from '../organizations/merchant.ts'
import { assertOwn } from '../organizations/own.ts'
import { billingSettingsOf } from './billing-settings-of.ts'
import { changeBillingSettings } from './change-billing-settings.ts'
import type { BillingSettings } from './store.ts'

export const billingSettingsRoutes = routes(billingSettings, {
  async getBillingSettings(ctx, { params }) {
    assertOwn(ctx, params.id)
    await assertMerchant(ctx)
    return show(ctx, await billingSettingsOf(ctx))
  },

  async updateBillingSettings(ctx, { params, body }) {
    assertOwn(ctx, params.id)
    await holdMerchant(ctx)
    return show(ctx, await changeBillingSettings(ctx, body))
  },
})

function show({ organizationId }: Ctx, settings: BillingSettings): Sent<Static<typeof Wire>> {
  const { gracePeriod, updatedAt, ...rest } = settings
  return {
    object: 'billingSettings',
    organizationId,
    ...rest,
    gracePeriod: gracePeriod.blank ? 'P0D' : gracePeriod.toString(),
    updatedAt: updatedAt?.toString(),
  }
}
