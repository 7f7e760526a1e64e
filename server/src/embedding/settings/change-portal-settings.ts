import type { Input } from '@tallystick/contract/endpoint.ts'
import type { portalSettings } from '@tallystick/contract/portal-settings.ts'
import type { Ctx } from '../../platform/ctx.ts'
import { invalid } from '../../platform/problem.ts'
import { portalSettingsOf } from './portal-settings-of.ts'
import { setSettings } from './store.ts'

type Change = Input<typeof portalSettings.updatePortalSettings>['body']

export type SettingsNeighbours = {
  /** Of these ids, those that are no plans of the merchant. */
  readonly unknownPlans: (ctx: Ctx, ids: readonly string[]) => Promise<ReadonlySet<string>>
}

/** Changes what customers of the merchant of the context see and may do. */
export async function changePortalSettings(
  ctx: Ctx,
  { unknownPlans }: SettingsNeighbours,
  change: Change,
): Promise<void> {
  await assertPlans(ctx, unknownPlans, change.offeredPlanIds ?? [])
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
    offeredPlanIds: change.offeredPlanIds ?? before.offeredPlanIds,
    updatedAt: ctx.now,
  })
}

async function assertPlans(
  ctx: Ctx,
  unknownPlans: SettingsNeighbours['unknownPlans'],
  planIds: readonly string[],
): Promise<void> {
  const unknown = await unknownPlans(ctx, planIds)
  const errors = planIds.flatMap((id, at) =>
    unknown.has(id)
      ? [{ field: `offeredPlanIds.${at}`, message: 'is no plan of yours', code: 'invalid_value' }]
      : [],
  )
  if (errors.length > 0) throw invalid(...errors)
}

/** Null removes, what is left out stays. */
function changed(before: string | undefined, change: string | null | undefined) {
  return change === undefined ? before : (change ?? undefined)
}
