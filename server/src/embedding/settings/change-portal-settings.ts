import type { Input } from '@tallystick/contract/endpoint.ts'
import type { portalSettings } from '@tallystick/contract/portal-settings.ts'
import type { Ctx } from '../../platform/ctx.ts'
import { portalSettingsOf } from './portal-settings-of.ts'
import { setSettings } from './store.ts'

type Change = Input<typeof portalSettings.updatePortalSettings>['body']

/** Changes what customers of the merchant of the context see and may do. */
export async function changePortalSettings(ctx: Ctx, change: Change): Promise<void> {
  const before = await portalSettingsOf(ctx)
  const { displayName, accent, supportUrl, ...looks } = change.branding ?? {}
  await setSettings(ctx, {
    branding: {
      ...before.branding,
      ...looks,
      displayName: changed(before.branding.displayName, displayName),
      accent: changed(before.branding.accent, accent)?.toLowerCase(),
      supportUrl: changed(before.branding.supportUrl, supportUrl),
    },
    customersMay: { ...before.customersMay, ...change.customersMay },
    updatedAt: ctx.now,
  })
}

/** Null removes, what is left out stays. */
function changed(before: string | undefined, change: string | null | undefined) {
  return change === undefined ? before : (change ?? undefined)
}
