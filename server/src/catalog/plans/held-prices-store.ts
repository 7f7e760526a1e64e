import { sql } from 'kysely'
import type { Ctx } from '../../platform/ctx.ts'
import type { PaymentTerm } from '../prices/price-terms.ts'
import { type PriceRow, readPrice } from '../prices/store.ts'
import type { HeldPrice } from './fit.ts'

/** The prices of these ids that a plan may take up, held against change until the end. */
export async function lockPrices(
  ctx: Ctx,
  ids: readonly string[],
  planId?: string,
): Promise<HeldPrice[]> {
  if (ids.length === 0) return []
  const rows = await withProduct(ctx)
    .select(heldColumns)
    .where('prices.price_id', 'in', ids)
    // A deleted price may stay where it is, and go nowhere else.
    .where(({ or, eb, exists, selectFrom }) =>
      or([
        eb('prices.deleted_at', 'is', null),
        exists(
          selectFrom('tally.plan_prices as own')
            .select('own.price_id')
            .where('own.merchant_id', '=', ctx.organizationId)
            .where('own.plan_id', '=', planId ?? '')
            .whereRef('own.price_id', '=', 'prices.price_id'),
        ),
      ]),
    )
    .orderBy('prices.price_id')
    .forShare('prices')
    .execute()
  return rows.map(readHeld)
}

export type HoldingPlan = {
  readonly productId: string
  readonly billingVersion: number
  readonly prices: readonly HeldPrice[]
}

/** Every plan that holds the price, with all that it holds. */
export async function listPlansHolding(ctx: Ctx, priceId: string): Promise<HoldingPlan[]> {
  const rows = await withProduct(ctx)
    .innerJoin('tally.plan_prices as held', (join) =>
      join
        .onRef('held.merchant_id', '=', 'prices.merchant_id')
        .onRef('held.price_id', '=', 'prices.price_id'),
    )
    .innerJoin('tally.plans as plans', (join) =>
      join
        .onRef('plans.merchant_id', '=', 'held.merchant_id')
        .onRef('plans.plan_id', '=', 'held.plan_id'),
    )
    .select(heldColumns)
    .select([
      'plans.plan_id',
      'plans.billing_version',
      sql<string>`plans.product_id`.as('plan_product_id'),
    ])
    .where('plans.plan_id', 'in', ({ selectFrom }) =>
      selectFrom('tally.plan_prices as own')
        .select('own.plan_id')
        .where('own.merchant_id', '=', ctx.organizationId)
        .where('own.price_id', '=', priceId),
    )
    .orderBy('held.position')
    .execute()
  return [...Map.groupBy(rows, ({ plan_id }) => plan_id).values()].flatMap((held) =>
    held.slice(0, 1).map((plan) => ({
      productId: plan.plan_product_id,
      billingVersion: plan.billing_version,
      prices: held.map(readHeld),
    })),
  )
}

/** A price within a plan, with the description of what it prices. */
export type PlanPriceRow = PriceRow & { readonly description: string }

/** What the plans hold, by plan and in their order. */
export async function listPricesOfPlans(
  ctx: Ctx,
  planIds: readonly string[],
): Promise<ReadonlyMap<string, readonly PlanPriceRow[]>> {
  if (planIds.length === 0) return new Map()
  const rows = await withProduct(ctx)
    .innerJoin('tally.plan_prices as held', (join) =>
      join
        .onRef('held.merchant_id', '=', 'prices.merchant_id')
        .onRef('held.price_id', '=', 'prices.price_id'),
    )
    .selectAll('prices')
    .select(['held.plan_id', 'metrics.details as metric_details', 'fees.details as fee_details'])
    .where('held.plan_id', 'in', planIds)
    .orderBy('held.plan_id')
    .orderBy('held.position')
    .execute()
  const described = rows.map((row) => ({
    planId: row.plan_id,
    price: { ...readPrice(row), description: descriptionIn(ctx, row) },
  }))
  const byPlan = Map.groupBy(described, ({ planId }) => planId)
  return new Map([...byPlan].map(([planId, held]) => [planId, held.map(({ price }) => price)]))
}

export async function setPricesOfPlan(
  { db, organizationId }: Ctx,
  planId: string,
  priceIds: readonly string[],
): Promise<void> {
  await db
    .deleteFrom('tally.plan_prices')
    .where('merchant_id', '=', organizationId)
    .where('plan_id', '=', planId)
    .execute()
  if (priceIds.length === 0) return
  await db
    .insertInto('tally.plan_prices')
    .values(
      priceIds.map((priceId, position) => ({
        merchant_id: organizationId,
        plan_id: planId,
        position,
        price_id: priceId,
      })),
    )
    .execute()
}

function withProduct({ db, organizationId }: Ctx) {
  return db
    .selectFrom('tally.prices as prices')
    .leftJoin('tally.billable_metrics as metrics', (join) =>
      join
        .onRef('metrics.merchant_id', '=', 'prices.merchant_id')
        .onRef('metrics.billable_metric_id', '=', 'prices.billable_metric_id'),
    )
    .leftJoin('tally.fees as fees', (join) =>
      join
        .onRef('fees.merchant_id', '=', 'prices.merchant_id')
        .onRef('fees.fee_id', '=', 'prices.fee_id'),
    )
    .where('prices.merchant_id', '=', organizationId)
}

const heldColumns = [
  'prices.price_id',
  'prices.billable_metric_id',
  'prices.payment_term',
  sql<string>`coalesce(metrics.product_id, fees.product_id)`.as('product_id'),
] as const

function readHeld(row: {
  readonly price_id: string
  readonly billable_metric_id: string | null
  readonly payment_term: string
  readonly product_id: string
}): HeldPrice {
  return {
    id: row.price_id,
    billableMetricId: row.billable_metric_id ?? undefined,
    paymentTerm: row.payment_term as PaymentTerm,
    productId: row.product_id,
  }
}

type Described = {
  readonly billable_metric_id: string | null
  readonly fee_id: string | null
  readonly metric_details: Buffer | null
  readonly fee_details: Buffer | null
}

function descriptionIn(ctx: Ctx, row: Described): string {
  const [table, id, details] = row.metric_details
    ? ['billable_metrics', row.billable_metric_id, row.metric_details]
    : ['fees', row.fee_id, row.fee_details]
  if (!id || !details) return ''
  const place = { table, column: 'details', row: id }
  return ctx.seals.open<{ description: string }>(place, details).description
}
