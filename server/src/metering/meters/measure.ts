import { assert } from '@tallystick/core/assert.ts'
import type { Ctx } from '../../platform/ctx.ts'
import { invalid, type Problem } from '../../platform/problem.ts'
import { hexOf } from '../hex.ts'
import { type MeteredMetric, readyMeters } from './definition-store.ts'
import { type MeterQuery, subjectDimension } from './meter-query.ts'
import { type Figure, listFigures } from './meter-store.ts'
import type { Selection } from './parts-store.ts'
import { listSubjects } from './subject-store.ts'

const mostFigures = 100_000

export type Asking = {
  readonly metric: MeteredMetric
  readonly query: MeterQuery
  /** Undefined: of all customers, and of nobody. */
  readonly customerId: string | undefined
}

export type Measured = {
  readonly total: Figure
  /** Windows, or groups, or windows of groups. */
  readonly details: readonly Figure[]
}

/** What a metric measured. */
export async function measure(ctx: Ctx, asking: Asking): Promise<Measured> {
  const { groupBy, groupLimit, groupOffset, windowSize } = asking.query
  const grouping = groupBy && {
    keys: groupBy.map((name) => (name === subjectDimension ? undefined : name)),
    limit: groupLimit,
    offset: groupOffset,
  }
  const selection = await selectionOf(ctx, asking)
  const [total, ...details] = await listFigures(ctx, selection, { grouping, most: mostFigures })
  assert(total, 'there is always a total')
  if (details.length >= mostFigures) throw tooMany(windowSize ? 'windowSize' : 'groupBy')
  return { total, details }
}

async function selectionOf(ctx: Ctx, { metric, query, customerId }: Asking): Promise<Selection> {
  const { filter, groupBy = [] } = query
  const wanted = [filter.get(subjectDimension), customerId === undefined ? undefined : [customerId]]
  const [first, second] = wanted.filter((ids) => ids !== undefined)
  const customers = second ? first?.filter((id) => second.includes(id)) : first
  const dimensions = new Map(filter)
  dimensions.delete(subjectDimension)
  const apart = groupBy.includes(subjectDimension) ? 'each' : 'all'
  const { aggregation, billableMetricId } = metric
  return {
    merchantId: ctx.organizationId,
    meters: readyMeters(ctx.organizationId, billableMetricId),
    ownMeter: hexOf(billableMetricId),
    aggregation,
    from: query.from,
    to: query.to,
    windowSize: query.windowSize,
    subjects: customers ? await listSubjects(ctx, customers) : apart,
    detail: dimensions.size > 0 || groupBy.some((name) => name !== subjectDimension),
    dimensions,
  }
}

function tooMany(field: string): Problem {
  const message = `makes more than ${mostFigures} values; ask for less time, or for fewer groups`
  return invalid({ field, message, code: 'out_of_range' })
}
