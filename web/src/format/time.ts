import { readersLocale } from './locale.ts'

export type WindowSize = 'HOUR' | 'DAY'

export type Zone = {
  readonly locale?: string | undefined
  /** An IANA name; the reader's own zone when left out. */
  readonly timeZone?: string | undefined
  /** Whether days are named with their year: needed where a range crosses into another. */
  readonly year?: boolean
}

const hourMs = 3_600_000
export const windowMs: Record<WindowSize, number> = { HOUR: hourMs, DAY: 24 * hourMs }

/** "21 Nov 2026" */
export function formatDay(at: string | number, zone: Zone = {}): string {
  return format(at, { day: 'numeric', month: 'short', year: 'numeric' }, zone)
}

/** "21 Nov 2026, 14:05" */
export function formatMoment(at: string | number, zone: Zone = {}): string {
  return format(
    at,
    { day: 'numeric', month: 'short', year: 'numeric', hour: '2-digit', minute: '2-digit' },
    zone,
  )
}

/** "14:05" */
export function formatClock(at: string | number, zone: Zone = {}): string {
  return format(at, { hour: '2-digit', minute: '2-digit' }, zone)
}

/** The name of one window: "21 Nov, 14:00" for an hour, "Sat, 21 Nov" for a day. */
export function formatWindow(start: string | number, size: WindowSize, zone: Zone = {}): string {
  if (size === 'DAY') {
    return format(
      start,
      { weekday: 'short', day: 'numeric', month: 'short', ...yearOf(zone) },
      zone,
    )
  }
  return format(start, { day: 'numeric', month: 'short', hour: '2-digit', minute: '2-digit' }, zone)
}

/** What stands under a bar: "21 Nov" for a day, "21 Nov, 14:00" for an hour. */
export function formatTick(start: string | number, size: WindowSize, zone: Zone = {}): string {
  if (size === 'HOUR') return formatWindow(start, size, zone)
  return format(start, { day: 'numeric', month: 'short', ...yearOf(zone) }, zone)
}

/** The zone's name, said once per page: "Europe/Berlin". */
export function zoneName(): string {
  return new Intl.DateTimeFormat().resolvedOptions().timeZone
}

/** Every window start from `from` to before `to`, on the UTC grid that usage is counted in. */
export function windowStarts(from: number, to: number, size: WindowSize): readonly number[] {
  const step = windowMs[size]
  const first = Math.floor(from / step) * step
  const count = Math.max(0, Math.ceil((to - first) / step))
  return Array.from({ length: count }, (_, position) => first + position * step)
}

function yearOf({ year = false }: Zone): Intl.DateTimeFormatOptions {
  return year ? { year: 'numeric' } : {}
}

function format(at: string | number, parts: Intl.DateTimeFormatOptions, zone: Zone): string {
  const timeZone = zone.timeZone === undefined ? {} : { timeZone: zone.timeZone }
  return new Intl.DateTimeFormat(zone.locale ?? readersLocale(), { ...parts, ...timeZone }).format(
    new Date(at),
  )
}
