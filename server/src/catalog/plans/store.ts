import type { Plan } from '@tallystick/contract/plans.ts'
import { type Decimal, formatDecimal } from '@tallystick/core/money/decimal.ts'
import type { Currency } from '@tallystick/core/money/money.ts'
import { type Selectable, sql } from 'kysely'
import type { Static } from 'typebox'
import type { Ctx } from '../../platform/ctx.ts'
import { currencyOf, decimalOf } from '../../platform/db/amounts.ts'
import { newestFirst, type Page } from '../../platform/db/page.ts'
import type { Schema } from '../../platform/db/schema.gen.ts'

export type Cadence = Static<typeof Plan>['billingCadence']

/** What stands sealed in a plan's details. */
type Details = { readonly description?: string | undefined }

/** What may change after creation. */
export type PlanTerms = Details & {
  readonly name: string
  readonly billingCadence: Cadence
  readonly billingAnchor: Temporal.Instant | undefined
  readonly invoiceDisplayName: string | undefined
  readonly defaultTaxCode: string
  /** 13 is 13 %. */
  readonly defaultTaxPercent: Decimal
  readonly taxBehavior: 'exclusive' | 'inclusive'
  readonly renewalReminderEnabled: boolean
  readonly renewalReminderDays: number
  readonly stablePriceIds: boolean
  /** Whether the unused part of advance fees is credited when a subscription ends early. */
  readonly creditUnusedAdvance: boolean
  /** Whether invoices are issued by themselves; undefined is as the merchant's billing settings say. */
  readonly autoApprove: boolean | undefined
}

export type NewPlan = PlanTerms & {
  readonly productId: string
  readonly currency: Currency
  readonly billingVersion: number
}

export type PlanRow = NewPlan & {
  readonly id: string
  readonly merchantId: string
  readonly createdAt: Temporal.Instant
  readonly updatedAt: Temporal.Instant
}

const columns = [
  'merchant_id',
  'plan_id',
  'product_id',
  'name',
  'currency',
  'billing_cadence',
  'billing_version',
  'billing_anchor',
  'invoice_display_name',
  'default_tax_code',
  'default_tax_rate',
  'tax_behavior',
  'renewal_reminder_enabled',
  'renewal_reminder_days',
  'stable_price_ids',
  'credit_unused_advance',
  'auto_approve',
  'details',
  'created_at',
  'updated_at',
  'deleted_at',
] as const
const place = (row: string) => ({ table: 'plans', column: 'details', row })

export async function insertPlan(ctx: Ctx, id: string, plan: NewPlan): Promise<PlanRow> {
  const row = await ctx.db
    .insertInto('tally.plans')
    .values({
      merchant_id: ctx.organizationId,
      plan_id: id,
      product_id: plan.productId,
      currency: plan.currency,
      billing_version: plan.billingVersion,
      created_at: ctx.now,
      ...changing(ctx, id, plan),
    })
    .returning(columns)
    .executeTakeFirstOrThrow()
  return open(ctx, row)
}

export async function findPlan(ctx: Ctx, id: string): Promise<PlanRow | undefined> {
  const row = await plans(ctx).select(columns).where('plan_id', '=', id).executeTakeFirst()
  return row && open(ctx, row)
}

export async function lockPlan(ctx: Ctx, id: string): Promise<PlanRow | undefined> {
  const row = await plans(ctx)
    .select(columns)
    .where('plan_id', '=', id)
    .forNoKeyUpdate()
    .executeTakeFirst()
  return row && open(ctx, row)
}

/** Of these ids, those that are plans of the merchant. */
export async function listPlanIds(ctx: Ctx, ids: readonly string[]): Promise<readonly string[]> {
  if (ids.length === 0) return []
  const rows = await plans(ctx)
    .select('plan_id')
    .where('plan_id', 'in', ids)
    .limit(ids.length)
    .execute()
  return rows.map(({ plan_id }) => plan_id)
}

export type PlanFilter = Page & {
  readonly productId?: string
  /** Part of the name, in any case. */
  readonly search?: string
  readonly withoutProducts?: readonly string[]
}

export async function listPlans(
  ctx: Ctx,
  { productId, search, withoutProducts = [], ...page }: PlanFilter,
) {
  const mine = plans(ctx).where(({ and, eb, val }) =>
    and([
      ...(productId === undefined ? [] : [eb('product_id', '=', productId)]),
      ...(withoutProducts.length === 0 ? [] : [eb('product_id', 'not in', withoutProducts)]),
      ...(search === undefined
        ? []
        : [sql<boolean>`strpos(lower(name), lower(${val(search)})) > 0`]),
    ]),
  )
  const { rows, total } = await newestFirst(mine.select(columns), 'plan_id', page)
  return { rows: rows.map((row) => open(ctx, row)), total }
}

export async function setPlan(ctx: Ctx, id: string, terms: PlanTerms): Promise<PlanRow> {
  const row = await ctx.db
    .updateTable('tally.plans')
    .set(changing(ctx, id, terms))
    .where('merchant_id', '=', ctx.organizationId)
    .where('plan_id', '=', id)
    .returning(columns)
    .executeTakeFirstOrThrow()
  return open(ctx, row)
}

function plans({ db, organizationId }: Ctx) {
  return db
    .selectFrom('tally.plans')
    .where('merchant_id', '=', organizationId)
    .where('deleted_at', 'is', null)
}

function changing(ctx: Ctx, id: string, terms: PlanTerms) {
  return {
    name: terms.name,
    billing_cadence: terms.billingCadence,
    billing_anchor: terms.billingAnchor ?? null,
    invoice_display_name: terms.invoiceDisplayName ?? null,
    default_tax_code: terms.defaultTaxCode,
    default_tax_rate: formatDecimal(terms.defaultTaxPercent),
    tax_behavior: terms.taxBehavior,
    renewal_reminder_enabled: terms.renewalReminderEnabled,
    renewal_reminder_days: terms.renewalReminderDays,
    stable_price_ids: terms.stablePriceIds,
    credit_unused_advance: terms.creditUnusedAdvance,
    auto_approve: terms.autoApprove ?? null,
    details: ctx.seals.seal(place(id), { description: terms.description }),
    updated_at: ctx.now,
  }
}

function open(ctx: Ctx, row: Selectable<Schema['tally.plans']>): PlanRow {
  const { description } = ctx.seals.open<Details>(place(row.plan_id), row.details)
  return {
    id: row.plan_id,
    merchantId: row.merchant_id,
    productId: row.product_id,
    name: row.name,
    description,
    currency: currencyOf(row.currency),
    billingCadence: row.billing_cadence as Cadence,
    billingVersion: row.billing_version,
    billingAnchor: row.billing_anchor ?? undefined,
    invoiceDisplayName: row.invoice_display_name ?? undefined,
    defaultTaxCode: row.default_tax_code,
    defaultTaxPercent: decimalOf(row.default_tax_rate),
    taxBehavior: row.tax_behavior as PlanRow['taxBehavior'],
    renewalReminderEnabled: row.renewal_reminder_enabled,
    renewalReminderDays: row.renewal_reminder_days,
    stablePriceIds: row.stable_price_ids,
    creditUnusedAdvance: row.credit_unused_advance,
    autoApprove: row.auto_approve ?? undefined,
    createdAt: row.created_at,
    updatedAt: row.updated_at,
  }
}
