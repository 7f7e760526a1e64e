import type { Aggregation } from '@tallystick/core/metering/reading.ts'
import type { Selectable } from 'kysely'
import type { Ctx } from '../../platform/ctx.ts'
import { newestFirst, type Page } from '../../platform/db/page.ts'
import type { Schema } from '../../platform/db/schema.gen.ts'

/** What stands sealed in a metric's details. */
type Details = { readonly description: string }

/** What may change after creation. */
export type MetricReading = Details & {
  readonly name: string
  readonly unit: string
  readonly eventType: string | undefined
  readonly valueProperty: string | undefined
  readonly groupBy: Readonly<Record<string, string>> | undefined
  readonly eventFrom: Temporal.Instant | undefined
}

export type NewMetric = MetricReading & {
  readonly productId: string
  readonly aggregation: Aggregation
}

export type MetricRow = NewMetric & {
  readonly id: string
  readonly merchantId: string
  readonly createdAt: Temporal.Instant
  readonly updatedAt: Temporal.Instant
}

const columns = [
  'merchant_id',
  'billable_metric_id',
  'product_id',
  'name',
  'unit',
  'aggregation',
  'event_type',
  'value_property',
  'group_by',
  'event_from',
  'details',
  'created_at',
  'updated_at',
] as const
const place = (row: string) => ({ table: 'billable_metrics', column: 'details', row })

export async function insertMetric(ctx: Ctx, id: string, metric: NewMetric): Promise<MetricRow> {
  const row = await ctx.db
    .insertInto('tally.billable_metrics')
    .values({
      merchant_id: ctx.organizationId,
      billable_metric_id: id,
      product_id: metric.productId,
      aggregation: metric.aggregation,
      created_at: ctx.now,
      ...changing(ctx, id, metric),
    })
    .returning(columns)
    .executeTakeFirstOrThrow()
  return open(ctx, row)
}

export async function findMetric(ctx: Ctx, id: string): Promise<MetricRow | undefined> {
  const row = await metrics(ctx)
    .select(columns)
    .where('billable_metric_id', '=', id)
    .executeTakeFirst()
  return row && open(ctx, row)
}

export async function lockMetric(ctx: Ctx, id: string): Promise<MetricRow | undefined> {
  const row = await metrics(ctx)
    .select(columns)
    .where('billable_metric_id', '=', id)
    .forNoKeyUpdate()
    .executeTakeFirst()
  return row && open(ctx, row)
}

export async function listMetrics(
  ctx: Ctx,
  { productId, ...page }: Page & { readonly productId?: string },
) {
  const all = metrics(ctx)
  const mine = productId === undefined ? all : all.where('product_id', '=', productId)
  const { rows, total } = await newestFirst(mine.select(columns), 'billable_metric_id', page)
  return { rows: rows.map((row) => open(ctx, row)), total }
}

export async function setMetric(ctx: Ctx, id: string, metric: MetricReading): Promise<MetricRow> {
  const row = await ctx.db
    .updateTable('tally.billable_metrics')
    .set(changing(ctx, id, metric))
    .where('merchant_id', '=', ctx.organizationId)
    .where('billable_metric_id', '=', id)
    .returning(columns)
    .executeTakeFirstOrThrow()
  return open(ctx, row)
}

function metrics({ db, organizationId }: Ctx) {
  return db.selectFrom('tally.billable_metrics').where('merchant_id', '=', organizationId)
}

function changing(ctx: Ctx, id: string, metric: MetricReading) {
  return {
    name: metric.name,
    unit: metric.unit,
    event_type: metric.eventType ?? null,
    value_property: metric.valueProperty ?? null,
    group_by: metric.groupBy ?? null,
    event_from: metric.eventFrom ?? null,
    details: ctx.seals.seal(place(id), { description: metric.description }),
    updated_at: ctx.now,
  }
}

function open(ctx: Ctx, row: Selectable<Schema['tally.billable_metrics']>): MetricRow {
  return {
    id: row.billable_metric_id,
    merchantId: row.merchant_id,
    productId: row.product_id,
    name: row.name,
    unit: row.unit,
    aggregation: row.aggregation as MetricRow['aggregation'],
    eventType: row.event_type ?? undefined,
    valueProperty: row.value_property ?? undefined,
    groupBy: (row.group_by as Record<string, string> | null) ?? undefined,
    eventFrom: row.event_from ?? undefined,
    ...ctx.seals.open<Details>(place(row.billable_metric_id), row.details),
    createdAt: row.created_at,
    updatedAt: row.updated_at,
  }
}

/** What these metrics are called. */
export async function listMetricNames(ctx: Ctx, ids: readonly string[]) {
  if (ids.length === 0) return []
  const rows = await metrics(ctx).select(columns).where('billable_metric_id', 'in', ids).execute()
  return rows
    .map((row) => open(ctx, row))
    .map(({ id, name, description, unit }) => ({ id, name, description, unit }))
}
