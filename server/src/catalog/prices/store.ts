import type { PriceModel } from '@tallystick/core/pricing/price.ts'
import type { PricingText } from '@tallystick/core/pricing/pricing-text.ts'
import type { Selectable } from 'kysely'
import type { Ctx } from '../../platform/ctx.ts'
import { count, newestFirst, type Page } from '../../platform/db/page.ts'
import type { Schema } from '../../platform/db/schema.gen.ts'
import type { PaymentTerm, PriceTerms } from './price-terms.ts'

export type PriceRow = PriceTerms & {
  readonly id: string
  readonly merchantId: string
  readonly createdAt: Temporal.Instant
  readonly updatedAt: Temporal.Instant
}

const columns = [
  'merchant_id',
  'price_id',
  'billable_metric_id',
  'fee_id',
  'model',
  'properties',
  'pricing',
  'payment_term',
  'billing_cadence',
  'invoice_display_name',
  'quantity',
  'grant_discount_enabled',
  'created_at',
  'updated_at',
  'deleted_at',
] as const

export async function insertPrice(ctx: Ctx, id: string, terms: PriceTerms): Promise<PriceRow> {
  const row = await ctx.db
    .insertInto('tally.prices')
    .values({
      merchant_id: ctx.organizationId,
      price_id: id,
      fee_id: terms.feeId ?? null,
      created_at: ctx.now,
      ...changing(ctx, terms),
    })
    .returning(columns)
    .executeTakeFirstOrThrow()
  return readPrice(row)
}

export async function findPrice(ctx: Ctx, id: string): Promise<PriceRow | undefined> {
  const row = await prices(ctx).select(columns).where('price_id', '=', id).executeTakeFirst()
  return row && readPrice(row)
}

/** Held until the end, so that no plan takes the price up while it changes. */
export async function lockPrice(ctx: Ctx, id: string): Promise<PriceRow | undefined> {
  const row = await prices(ctx)
    .select(columns)
    .where('price_id', '=', id)
    .forNoKeyUpdate()
    .executeTakeFirst()
  return row && readPrice(row)
}

export async function listPrices(
  ctx: Ctx,
  { billableMetricId, ...page }: Page & { readonly billableMetricId?: string },
) {
  const all = prices(ctx)
  const mine =
    billableMetricId === undefined ? all : all.where('billable_metric_id', '=', billableMetricId)
  const { rows, total } = await newestFirst(mine.select(columns), 'price_id', page)
  return { rows: rows.map(readPrice), total }
}

export async function countPricesOfFee(ctx: Ctx, feeId: string): Promise<number> {
  return count(prices(ctx).where('fee_id', '=', feeId))
}

export async function setPrice(ctx: Ctx, id: string, terms: PriceTerms): Promise<PriceRow> {
  const row = await ctx.db
    .updateTable('tally.prices')
    .set(changing(ctx, terms))
    .where('merchant_id', '=', ctx.organizationId)
    .where('price_id', '=', id)
    .returning(columns)
    .executeTakeFirstOrThrow()
  return readPrice(row)
}

/** The row stays: what runs on it goes on, and what was charged by it can be explained. */
export async function deletePrice(ctx: Ctx, id: string): Promise<void> {
  await ctx.db
    .updateTable('tally.prices')
    .set({ deleted_at: ctx.now, updated_at: ctx.now })
    .where('merchant_id', '=', ctx.organizationId)
    .where('price_id', '=', id)
    .execute()
}

export function readPrice(row: Selectable<Schema['tally.prices']>): PriceRow {
  return {
    id: row.price_id,
    merchantId: row.merchant_id,
    billableMetricId: row.billable_metric_id ?? undefined,
    feeId: row.fee_id ?? undefined,
    model: row.model as PriceModel,
    properties: row.properties,
    pricing: (row.pricing ?? undefined) as PricingText | undefined,
    paymentTerm: row.payment_term as PaymentTerm,
    billingCadence: row.billing_cadence ?? undefined,
    invoiceDisplayName: row.invoice_display_name,
    quantity: row.quantity,
    grantDiscountEnabled: row.grant_discount_enabled,
    createdAt: row.created_at,
    updatedAt: row.updated_at,
  }
}

function changing(ctx: Ctx, terms: PriceTerms) {
  return {
    billable_metric_id: terms.billableMetricId ?? null,
    model: terms.model,
    properties: terms.properties,
    pricing: terms.pricing ?? null,
    payment_term: terms.paymentTerm,
    billing_cadence: terms.billingCadence ?? null,
    invoice_display_name: terms.invoiceDisplayName,
    quantity: terms.quantity,
    grant_discount_enabled: terms.grantDiscountEnabled,
    updated_at: ctx.now,
  }
}

function prices({ db, organizationId }: Ctx) {
  return db
    .selectFrom('tally.prices')
    .where('merchant_id', '=', organizationId)
    .where('deleted_at', 'is', null)
}
