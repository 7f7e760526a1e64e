import type { Overview } from '../../api/portal.ts'
import { type WindowSize, windowMs } from '../../format/time.ts'

export type RangeName = 'day' | 'week' | 'month' | 'period'

export type Range = { readonly from: number; readonly to: number }

const longestInHoursMs = 7 * windowMs.DAY

const lengths: Record<Exclude<RangeName, 'period'>, number> = {
  day: windowMs.DAY,
  week: 7 * windowMs.DAY,
  month: 30 * windowMs.DAY,
}

/** The range up to now, beginning where a window begins, so that no bar is a part of one. */
export function rangeOf(
  name: RangeName,
  subscription: Pick<Overview['subscription'], 'currentPeriodStart' | 'currentPeriodEnd'>,
  now: number,
): Range {
  if (name === 'period') {
    const from = Date.parse(subscription.currentPeriodStart)
    const to = Math.min(now, Date.parse(subscription.currentPeriodEnd))
    // A period that is yet to begin is shown by its first day.
    return { from, to: to > from ? to : from + windowMs.DAY }
  }
  const grid = name === 'day' ? windowMs.HOUR : windowMs.DAY
  // One window less, because the one that is still running counts as the last.
  const from = Math.floor(now / grid) * grid - lengths[name] + grid
  return { from, to: now }
}

/** Hours of a month are too many bars to read. */
export function allowsHours({ from, to }: Range): boolean {
  return to - from <= longestInHoursMs
}

/** The window that shows a range best: hours up to a few days, days beyond. */
export function windowFor(range: Range, wished: WindowSize | undefined): WindowSize {
  if (!allowsHours(range)) return 'DAY'
  return wished ?? (range.to - range.from <= 3 * windowMs.DAY ? 'HOUR' : 'DAY')
}

/** The time of the same length before a range: of a running period, the same part of the one before. */
export function rangeBefore(
  name: RangeName,
  { from, to }: Range,
  subscription: Pick<Overview['subscription'], 'currentPeriodStart' | 'currentPeriodEnd'>,
): Range {
  if (name !== 'period') return { from: from - lengths[name], to: to - lengths[name] }
  const before = startBefore(from, Date.parse(subscription.currentPeriodEnd))
  return { from: before, to: Math.min(from, before + (to - from)) }
}

/** Where the period before began. Periods of whole months are counted in months, others by their length. */
function startBefore(start: number, end: number): number {
  const [first, last] = [new Date(start), new Date(end)]
  const years = last.getUTCFullYear() - first.getUTCFullYear()
  const months = 12 * years + last.getUTCMonth() - first.getUTCMonth()
  const moved = new Date(start)
  moved.setUTCMonth(moved.getUTCMonth() + months)
  if (months === 0 || moved.getTime() !== end) return start - (end - start)
  const before = new Date(start)
  before.setUTCMonth(before.getUTCMonth() - months)
  return before.getTime()
}
