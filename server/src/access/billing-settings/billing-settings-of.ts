import type { Ctx } from '../../platform/ctx.ts'
import { type BillingSettings, defaultSettings, findSettings } from './store.ts'

/** How the merchant of the context bills: what it set, and the defaults for the rest. */
export async function billingSettingsOf(ctx: Ctx): Promise<BillingSettings> {
  return (await findSettings(ctx)) ?? defaultSettings
}
