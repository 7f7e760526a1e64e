import { type BillableMetric, billableMetrics } from '@tallystick/contract/billable-metrics.ts'
import type { Static } from 'typebox'
import type { Ctx } from '../../platform/ctx.ts'
import { type Route, routes } from '../../platform/http/bind.ts'
import { listPage } from '../../platform/http/list.ts'
import { newId } from '../../platform/ids.ts'
import { invalid, notFound } from '../../platform/problem.ts'
import { productOf } from '../belonging.ts'
import { changedReading, readingErrors } from './metric-reading.ts'
import {
  findMetric,
  insertMetric,
  listMetrics,
  lockMetric,
  type MetricRow,
  setMetric,
} from './store.ts'

/** What later slices have to say about metrics. */
export type MetricNeighbours = {
  /** Reads events as the metric says from now on. */
  readonly follow: (ctx: Ctx, metric: MetricRow) => Promise<void>
}

export function billableMetricRoutes({ follow }: MetricNeighbours): Route[] {
  return routes(billableMetrics, {
    async createBillableMetric(ctx, { body }) {
      const { aggregation, description, name, unit } = body
      const reading = changedReading({ ...blank, description, name, unit }, body)
      const productId = await productOf(ctx, body, readingErrors(aggregation, reading, body))
      const id = newId('billableMetric')
      const metric = await insertMetric(ctx, id, { ...reading, productId, aggregation })
      await follow(ctx, metric)
      return show(metric)
    },

    async listBillableMetrics(ctx, { query }) {
      return listPage(await listMetrics(ctx, query), query, show)
    },

    async getBillableMetric(ctx, { params }) {
      const metric = await findMetric(ctx, params.id)
      if (!metric) throw notFound()
      return show(metric)
    },

    async updateBillableMetric(ctx, { params, body }) {
      const metric = await lockMetric(ctx, params.id)
      // No item can be named yet, so any that is named does not exist.
      if (!metric || typeof body.itemId === 'string') throw notFound()
      const reading = changedReading(metric, body)
      const errors = readingErrors(metric.aggregation, reading, body)
      if (errors.length > 0) throw invalid(...errors)
      const changed = await setMetric(ctx, metric.id, reading)
      await follow(ctx, changed)
      return show(changed)
    },
  })
}

const blank = {
  eventType: undefined,
  valueProperty: undefined,
  groupBy: undefined,
  eventFrom: undefined,
}

function show(metric: MetricRow): Static<typeof BillableMetric> {
  const { eventType, valueProperty, groupBy, eventFrom } = metric
  return {
    id: metric.id,
    object: 'billableMetric',
    aggregation: metric.aggregation,
    createdAt: metric.createdAt.toString(),
    description: metric.description,
    merchantId: metric.merchantId,
    name: metric.name,
    productId: metric.productId,
    itemId: null,
    unit: metric.unit,
    updatedAt: metric.updatedAt.toString(),
    ...(eventType !== undefined && { eventType }),
    ...(valueProperty !== undefined && { valueProperty }),
    ...(groupBy && { groupBy: { ...groupBy } }),
    ...(eventFrom && { eventFrom: eventFrom.toString() }),
  }
}
