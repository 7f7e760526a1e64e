import type { MetricUsage, Usage, UsageWindow } from '../../api/portal.ts'
import { formatTick, formatWindow, windowStarts, type Zone } from '../../format/time.ts'

/** Windows that nothing was reported in are drawn as gaps, so that time runs evenly. */
export function everyWindow(metric: MetricUsage, usage: Usage): readonly UsageWindow[] {
  const known = new Map(metric.windows.map((window) => [Date.parse(window.start), window]))
  const starts = windowStarts(Date.parse(usage.from), Date.parse(usage.to), usage.windowSize)
  const all = [...new Set([...starts, ...known.keys()])].sort((a, b) => a - b)
  const nothing = { quantity: '0', ...(metric.amount !== undefined && { amount: '0' }) }
  return all.map(
    (start) => known.get(start) ?? { start: new Date(start).toISOString(), ...nothing },
  )
}

export const nameOf = (usage: Usage) => (start: string) =>
  formatWindow(start, usage.windowSize, zoneOf(usage))
export const tickOf = (usage: Usage) => (start: string) =>
  formatTick(start, usage.windowSize, zoneOf(usage))

/** Hours are the reader's own; days are cut in UTC and so must be named in it. */
function zoneOf({ windowSize, from, to }: Usage): Zone {
  if (windowSize === 'HOUR') return {}
  return { timeZone: 'UTC', year: from.slice(0, 4) !== to.slice(0, 4) }
}
