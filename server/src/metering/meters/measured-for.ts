import { type Decimal, decimalZero } from '@tallystick/core/money/decimal.ts'
import type { Ctx } from '../../platform/ctx.ts'
import { findMeteredMetric } from './definition-store.ts'
import { measure } from './measure.ts'
import type { MeterQuery } from './meter-query.ts'
import { sumOf } from './totals.ts'

export type Wanted = {
  readonly billableMetricId: string
  readonly customerId: string
  readonly from: Temporal.Instant
  readonly to: Temporal.Instant
  readonly windowSize: 'HOUR' | 'DAY'
  /** A dimension by which it is told apart; one that the metric does not have tells nothing apart. */
  readonly groupBy?: string | undefined
}

export type MeasuredFor = {
  /** By which the metric can be told apart. */
  readonly dimensions: readonly string[]
  readonly total: Decimal
  /** Those in which something was used, in order. */
  readonly windows: readonly { readonly start: Temporal.Instant; readonly quantity: Decimal }[]
  /** The greatest first. The key is empty where events lack it. */
  readonly groups: readonly { readonly key: string; readonly quantity: Decimal }[] | undefined
}

const mostGroups = 100

/** What a metric measured for one customer. */
export async function measuredFor(
  ctx: Ctx,
  { billableMetricId, customerId, groupBy, ...span }: Wanted,
): Promise<MeasuredFor> {
  const metric = await findMeteredMetric(ctx, billableMetricId)
  const nothing = { dimensions: [], total: decimalZero, windows: [], groups: undefined }
  if (!metric) return nothing
  const plain = { filter: new Map(), groupBy: undefined, groupLimit: undefined, groupOffset: 0 }
  const ask = (query: MeterQuery) => measure(ctx, { metric, query, customerId })
  const { total, details } = await ask({ ...plain, ...span })
  const isGrouped = groupBy !== undefined && metric.dimensions.includes(groupBy)
  const grouped = isGrouped
    ? await ask({
        ...{ ...plain, ...span, windowSize: undefined },
        ...{ groupBy: [groupBy], groupLimit: mostGroups },
      })
    : undefined
  return {
    dimensions: metric.dimensions,
    total: sumOf(total.value),
    windows: details.flatMap(({ started, value }) =>
      started ? [{ start: started, quantity: sumOf(value) }] : [],
    ),
    groups: grouped?.details.map(({ keys, value }) => ({
      key: keys?.[0] ?? '',
      quantity: sumOf(value),
    })),
  }
}
