import type { ReactNode } from 'react'
import { formatCompact, formatDecimal, formatMoney } from '../../format/decimal.ts'
import { peakOf } from '../../format/scale.ts'
import { texts } from '../../texts/texts.ts'
import { BarChart } from '../../ui/bar-chart.tsx'
import type { MetricShown } from './metric-shown.ts'
import { everyWindow, nameOf, tickOf } from './windows.ts'

/** One metric over time as bars, with those of the time before as outlines behind. */
export function MetricChart({ metric, usage, before }: MetricShown): ReactNode {
  const words = texts.portal.usage
  const windows = everyWindow(metric, usage)
  const earlier = before && everyWindow(before.metric, before.usage)
  const name = nameOf(usage)
  const describe = (position: number): string => {
    const window = windows[position]
    if (window === undefined) return ''
    const quantity = `${formatDecimal(window.quantity)} ${metric.unit}`
    const cost = window.amount && formatMoney(window.amount, usage.currency)
    const told = `${name(window.start)}: ${[quantity, cost].filter(Boolean).join(', ')}`
    const was = earlier?.[position]?.quantity
    return was === undefined
      ? told
      : `${told}; ${words.was(`${formatDecimal(was)} ${metric.unit}`)}`
  }
  const peak = peakOf(windows.map((window) => window.quantity))
  return (
    <BarChart
      label={words.chartLabel(metric.name, words.sizes[usage.windowSize])}
      bars={windows.map((window, place) => ({
        start: Date.parse(window.start),
        tick: tickOf(usage)(window.start),
        value: window.quantity,
        before: earlier?.[place]?.quantity,
      }))}
      tick={formatCompact}
      describe={describe}
      resting={peak === undefined ? '' : words.peak(describe(peak))}
    />
  )
}
