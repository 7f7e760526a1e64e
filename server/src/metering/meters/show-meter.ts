import type { UsageResponse } from '@tallystick/contract/meters.ts'
import { assert } from '@tallystick/core/assert.ts'
import { type WindowSize, windowAt } from '@tallystick/core/metering/window.ts'
import type { Static } from 'typebox'
import { showDecimal } from '../../platform/http/json.ts'
import type { MeteredMetric } from './definition-store.ts'
import type { Measured } from './measure.ts'
import type { MeterQuery } from './meter-query.ts'
import type { Figure } from './meter-store.ts'
import { sumOf } from './totals.ts'

/** With windows and groups there are as many of both: what stands at one place belongs together. */
export function showMeter(
  { billableMetricId }: MeteredMetric,
  { windowSize, groupBy, groupLimit }: MeterQuery,
  { total, details }: Measured,
): Static<typeof UsageResponse> {
  return {
    object: 'meter',
    billableMetricId,
    totalValue: quantityOf(total),
    ...(windowSize && { windowedValues: details.map((figure) => showWindow(figure, windowSize)) }),
    ...(groupBy && { groupedValues: details.map((figure) => showGroup(figure, groupBy)) }),
    ...(groupLimit !== undefined && { groupCount: Number(total.groups) }),
  }
}

function showWindow(figure: Figure, windowSize: WindowSize) {
  assert(figure.started, 'a window begins')
  const { start, end } = windowAt(windowSize, figure.started)
  return { windowStart: start.toString(), windowEnd: end.toString(), value: quantityOf(figure) }
}

function showGroup(figure: Figure, groupBy: readonly string[]) {
  const entries = groupBy.map((name, at) => [name, figure.keys?.[at] ?? ''] as const)
  return {
    groupBy: Object.fromEntries(entries),
    value: quantityOf(figure),
    eventCount: Number(figure.events),
  }
}

function quantityOf({ value }: Figure): number {
  return showDecimal(sumOf(value))
}
