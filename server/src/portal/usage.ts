import { addDecimals, decimalZero, formatDecimal } from '@tallystick/core/money/decimal.ts'
import { nanosToText } from '@tallystick/core/money/money.ts'
import { isBefore } from '@tallystick/core/time/instant.ts'
import { planForSubscribing, type SubscribablePlan } from '../catalog/plans/plan-for-subscribing.ts'
import { atTimeOf } from '../clocks/at-time-of.ts'
import { type MeasuredFor, measuredFor } from '../metering/meters/measured-for.ts'
import type { Ctx } from '../platform/ctx.ts'
import { decimalOf, nanosOf } from '../platform/db/amounts.ts'
import { readInstant } from '../platform/http/instant.ts'
import type { FieldError } from '../platform/problem.ts'
import { invalid, notFound } from '../platform/problem.ts'
import { type SubscriptionNow, subscriptionNow } from '../subscriptions/subscription-now.ts'
import { getHolder, type Holder } from './holder-store.ts'
import {
  listMetrics,
  listUsage,
  type Metric,
  type Span,
  type UsedRow,
  type WindowSize,
} from './usage-store.ts'

const mostWindows = 1000
const windowHours: Record<WindowSize, number> = { HOUR: 1, DAY: 24 }

type Query = {
  readonly from: string
  readonly to: string
  readonly windowSize: WindowSize
  readonly groupBy?: string | undefined
}

/** Usage of the subscription, metric by metric and window by window, with the windows in which nothing happened. */
export async function usageOf(realCtx: Ctx, query: Query) {
  const { windowSize } = query
  const span = readSpan(query)
  const holder = await getHolder(realCtx)
  const ctx = await atTimeOf(realCtx, holder.customerId)
  const subscription = await subscriptionNow(ctx, holder.subscriptionId)
  if (!subscription) throw notFound()
  const plan = await planForSubscribing(ctx, subscription.planId)
  const rows = await listUsage(ctx, holder, { ...span, windowSize })
  const priced = (plan?.prices ?? []).flatMap(({ billableMetricId }) => billableMetricId ?? [])
  const ids = [...new Set([...priced, ...rows.map(({ metric_id }) => metric_id)])]
  const metrics = await listMetrics(ctx, ids)
  const metered = await meteredOf(ctx, { holder, subscription, plan, span, query })

  const starts = windowsOf(span, windowSize)
  return {
    object: 'portalUsage' as const,
    from: span.from.toString(),
    to: span.to.toString(),
    windowSize,
    currency: subscription.currency,
    metrics: metrics.map((metric) => {
      const measured = metered.get(metric.id)
      if (measured) return showMeasured(metric, { starts, measured })
      const own = rows.filter(({ metric_id }) => metric_id === metric.id)
      return showMetric(metric, { starts, rows: own })
    }),
  }
}

/** The span begins where a window begins; one that makes no sense, or too many windows, is a 400. */
function readSpan({ from: fromText, to: toText, windowSize }: Query): Span {
  const errors: FieldError[] = []
  const given = readInstant('from', fromText, errors)
  const to = readInstant('to', toText, errors)
  if (!given || !to) throw invalid(...errors)
  const wrong = (field: string, message: string) =>
    invalid({ field, message, code: 'out_of_range' })
  const from = cut(given, windowSize)
  if (!isBefore(from, to)) throw wrong('to', 'must be after from')
  if (from.until(to).total('hours') > mostWindows * windowHours[windowSize]) {
    throw wrong('to', `must be at most ${mostWindows} windows after from`)
  }
  return { from, to }
}

/** The start of the window that contains the instant, in UTC. */
function cut(instant: Temporal.Instant, windowSize: WindowSize): Temporal.Instant {
  return instant
    .toZonedDateTimeISO('UTC')
    .round({ smallestUnit: windowSize === 'HOUR' ? 'hour' : 'day', roundingMode: 'floor' })
    .toInstant()
}

function windowsOf({ from, to }: Span, windowSize: WindowSize): readonly Temporal.Instant[] {
  const count = Math.ceil(from.until(to).total('hours') / windowHours[windowSize])
  return Array.from({ length: count }, (_, at) => from.add({ hours: at * windowHours[windowSize] }))
}

type Asked = {
  readonly holder: Holder
  readonly subscription: SubscriptionNow
  readonly plan: SubscribablePlan | undefined
  readonly span: Span
  readonly query: Query
}

/** What is not charged as it is used has no price of its own yet: of that, what the meters say while it was subscribed. */
async function meteredOf(ctx: Ctx, { holder, subscription, plan, span, query }: Asked) {
  const { startedAt, terminatedAt } = subscription
  const later = (one: Temporal.Instant, other: Temporal.Instant) =>
    isBefore(one, other) ? other : one
  const from = later(span.from, startedAt)
  const to = terminatedAt && isBefore(terminatedAt, span.to) ? terminatedAt : span.to
  const measured = new Map<string, MeasuredFor>()
  for (const { paymentTerm, billableMetricId } of plan?.prices ?? []) {
    if (billableMetricId === undefined || paymentTerm === 'instant') continue
    const { windowSize, groupBy } = query
    const wanted = { billableMetricId, customerId: holder.customerId, windowSize, groupBy }
    const ended = { from, to: later(from, to) }
    measured.set(billableMetricId, await measuredFor(ctx, { ...wanted, ...ended }))
  }
  return measured
}

type Measuring = { readonly starts: readonly Temporal.Instant[]; readonly measured: MeasuredFor }

function showMeasured({ id, name, unit }: Metric, { starts, measured }: Measuring) {
  const { total, windows, groups, dimensions } = measured
  const byStart = new Map(windows.map(({ start, quantity }) => [start.epochMilliseconds, quantity]))
  return {
    billableMetricId: id,
    name,
    unit,
    quantity: formatDecimal(total),
    windows: starts.map((start) => ({
      start: start.toString(),
      quantity: formatDecimal(byStart.get(start.epochMilliseconds) ?? decimalZero),
    })),
    dimensions,
    groups: groups?.map(({ key, quantity }) => ({ key, quantity: formatDecimal(quantity) })),
  }
}

type Used = { readonly starts: readonly Temporal.Instant[]; readonly rows: readonly UsedRow[] }

function showMetric({ id, name, unit }: Metric, { starts, rows }: Used) {
  const byStart = new Map(rows.map((row) => [row.start.epochMilliseconds, row]))
  const windows = starts.map((start) => {
    const row = byStart.get(start.epochMilliseconds)
    return { start: start.toString(), ...figures(row ? [row] : []) }
  })
  return { billableMetricId: id, name, unit, ...figures(rows), windows, dimensions: [] }
}

function figures(rows: readonly UsedRow[]) {
  const quantity = rows.reduce((sum, row) => addDecimals(sum, decimalOf(row.quantity)), decimalZero)
  const amount = rows.reduce((sum, row) => sum + nanosOf(row.amount), 0n)
  return {
    quantity: formatDecimal(quantity),
    amount: nanosToText(amount),
  }
}
