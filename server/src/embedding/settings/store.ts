import type { Selectable } from 'kysely'
import type { Ctx } from '../../platform/ctx.ts'
import type { Schema } from '../../platform/db/schema.gen.ts'
import { type CustomersMay, customersMayBy, permissionsOf } from './customers-may.ts'

/** What stands sealed in the details. */
type Details = {
  readonly displayName?: string | undefined
  readonly supportUrl?: string | undefined
}

export type Branding = Details & {
  /** `#rrggbb`, as the merchant gave it. */
  readonly accent?: string | undefined
  readonly locale: 'auto' | 'en' | 'de' | 'fr'
  readonly theme: 'auto' | 'light' | 'dark'
}

/** What customers see of a merchant, and may do by themselves. */
export type PortalSettings = {
  readonly branding: Branding
  readonly customersMay: CustomersMay
  /** Plans that customers may change to. */
  readonly offeredPlanIds: readonly string[]
  /** Undefined while nothing was ever set. */
  readonly updatedAt: Temporal.Instant | undefined
}

const columns = [
  'merchant_id',
  'accent',
  'locale',
  'theme',
  'customer_permissions',
  'offered_plan_ids',
  'details',
  'updated_at',
] as const
const place = (row: string) => ({ table: 'portal_settings', column: 'details', row })

export async function findSettings(ctx: Ctx): Promise<PortalSettings | undefined> {
  const row = await ctx.db
    .selectFrom('tally.portal_settings')
    .select(columns)
    .where('merchant_id', '=', ctx.organizationId)
    .executeTakeFirst()
  return row && open(ctx, row)
}

export async function setSettings(ctx: Ctx, settings: PortalSettings): Promise<void> {
  const { displayName, supportUrl, accent, locale, theme } = settings.branding
  const details: Details = { displayName, supportUrl }
  const values = {
    accent: accent ?? null,
    locale,
    theme,
    customer_permissions: [...permissionsOf(settings.customersMay)],
    offered_plan_ids: [...settings.offeredPlanIds],
    details: ctx.seals.seal(place(ctx.organizationId), details),
    updated_at: ctx.now,
  }
  await ctx.db
    .insertInto('tally.portal_settings')
    .values({ merchant_id: ctx.organizationId, ...values })
    .onConflict((conflict) => conflict.column('merchant_id').doUpdateSet(values))
    .execute()
}

function open(ctx: Ctx, row: Selectable<Schema['tally.portal_settings']>): PortalSettings {
  return {
    branding: {
      ...ctx.seals.open<Details>(place(row.merchant_id), row.details),
      accent: row.accent ?? undefined,
      locale: row.locale as Branding['locale'],
      theme: row.theme as Branding['theme'],
    },
    customersMay: customersMayBy(row.customer_permissions),
    offeredPlanIds: row.offered_plan_ids,
    updatedAt: row.updated_at,
  }
}
