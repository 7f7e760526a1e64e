import { meters } from '@tallystick/contract/meters.ts'
import type { Ctx } from '../../platform/ctx.ts'
import { routes } from '../../platform/http/bind.ts'
import { type FieldError, invalid, notFound } from '../../platform/problem.ts'
import type { EventPorts } from '../ingest/gather.ts'
import { findBackfill } from './backfill-store.ts'
import { findMeteredMetric, type MeteredMetric } from './definition-store.ts'
import { listEvents } from './list-events.ts'
import { measure } from './measure.ts'
import { readMeterQuery, readSpan } from './meter-query.ts'
import { showBackfill } from './show-backfill.ts'
import { showMeter } from './show-meter.ts'
import { listSubjects } from './subject-store.ts'

export function meterRoutes({ customersOfSubscriptions }: EventPorts) {
  return routes(meters, {
    async getBillableMetricMeter(ctx, { params, query: asked }) {
      const metric = await getMetric(ctx, params.id)
      const query = readMeterQuery(asked, metric.dimensions)
      const customerId = await customerNamed(ctx, asked.subject)
      return showMeter(metric, query, await measure(ctx, { metric, query, customerId }))
    },

    async listBillableMetricEvents(ctx, { params, query }) {
      const { billableMetricId } = await getMetric(ctx, params.id)
      const errors: FieldError[] = []
      const span = readSpan(query, errors)
      if (!span) throw invalid(...errors)
      const { limit, offset, externalId, externalSubject } = query
      const customerId = await customerNamed(ctx, query.subject)
      const subjects = customerId === undefined ? undefined : await listSubjects(ctx, [customerId])
      const search = { billableMetricId, ...span, subjects, externalId, externalSubject }
      const { events, total } = await listEvents(ctx, search, { limit, offset })
      return {
        object: 'list' as const,
        billableMetricId,
        events,
        pagination: { limit, offset, total },
      }
    },

    async getBillableMetricBackfill(ctx, { params }) {
      const { billableMetricId } = await getMetric(ctx, params.id)
      return showBackfill(billableMetricId, await findBackfill(ctx, billableMetricId))
    },
  })

  /** Whom a subject names. Somebody who is not there used nothing. */
  async function customerNamed(ctx: Ctx, subject: string | undefined) {
    if (!subject?.startsWith('sub_')) return subject
    const customers = await customersOfSubscriptions(ctx, [subject])
    return customers.get(subject) ?? subject
  }
}

async function getMetric(ctx: Ctx, id: string): Promise<MeteredMetric> {
  const metric = await findMeteredMetric(ctx, id)
  if (!metric) throw notFound()
  return metric
}
