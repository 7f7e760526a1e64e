import { formatDay } from '../../format/time.ts'
import { texts } from '../../texts/texts.ts'

const utc = { timeZone: 'UTC' }

/** Periods are counted in UTC, wherever their reader is; their end is not part of them. */
export function spanOf({ start, end }: { readonly start: string; readonly end: string }): string {
  const last = Math.max(Date.parse(end) - 1, Date.parse(start))
  return texts.portal.invoice.span(formatDay(start, utc), formatDay(last, utc))
}
