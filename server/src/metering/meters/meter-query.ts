import type { Input } from '@tallystick/contract/endpoint.ts'
import type { meters } from '@tallystick/contract/meters.ts'
import type { WindowSize } from '@tallystick/core/metering/window.ts'
import { isAfter } from '@tallystick/core/time/instant.ts'
import { readInstant } from '../../platform/http/instant.ts'
import { type FieldError, invalid } from '../../platform/problem.ts'

/** The dimension that every meter has: whose usage it is. */
export const subjectDimension = 'subject'

/** What is asked of a meter, with every name known to be one of its dimensions. */
export type MeterQuery = {
  readonly from: Temporal.Instant
  readonly to: Temporal.Instant
  readonly windowSize: WindowSize | undefined
  /** Undefined: no groups are asked for. */
  readonly groupBy: readonly string[] | undefined
  /** Per dimension the values that count. */
  readonly filter: ReadonlyMap<string, readonly string[]>
  readonly groupLimit: number | undefined
  readonly groupOffset: number
}

type Asked = Input<typeof meters.getBillableMetricMeter>['query']

/** Reads what was asked; a 400 names every field that is wrong. */
export function readMeterQuery(asked: Asked, dimensions: readonly string[]): MeterQuery {
  const errors: FieldError[] = []
  const span = readSpan(asked, errors)
  const known = new Set([subjectDimension, ...dimensions])
  const groupBy =
    asked.groupBy === undefined ? undefined : readGroupBy(asked.groupBy, known, errors)
  const filter = readFilter(asked.filterGroupBy, known, errors)
  const { windowSize, groupLimit, groupOffset } = asked
  if (groupLimit !== undefined && groupBy === undefined) {
    errors.push({ field: 'groupLimit', message: 'needs groupBy', code: 'not_allowed' })
  }
  if (groupOffset !== undefined && groupLimit === undefined) {
    errors.push({ field: 'groupOffset', message: 'needs groupLimit', code: 'not_allowed' })
  }
  if (errors.length > 0 || !span) throw invalid(...errors)
  return { ...span, windowSize, groupBy, filter, groupLimit, groupOffset: groupOffset ?? 0 }
}

type Span = { readonly from: Temporal.Instant; readonly to: Temporal.Instant }

/** Both ends of a stretch of time; undefined, and the errors say why, when there is none. */
export function readSpan(
  asked: { readonly from: string; readonly to: string },
  errors: FieldError[],
): Span | undefined {
  const from = readInstant('from', asked.from, errors)
  const to = readInstant('to', asked.to, errors)
  if (!from || !to) return undefined
  if (isAfter(from, to)) {
    errors.push({ field: 'to', message: 'must not be before from', code: 'out_of_range' })
    return undefined
  }
  return { from, to }
}

function readGroupBy(text: string, known: ReadonlySet<string>, errors: FieldError[]): string[] {
  const names = text.split(',').map((name) => name.trim())
  for (const name of names) {
    if (!known.has(name)) errors.push(unknownDimension('groupBy', name, known))
  }
  return [...new Set(names)]
}

function readFilter(text: string | undefined, known: ReadonlySet<string>, errors: FieldError[]) {
  const filter = new Map<string, readonly string[]>()
  if (text === undefined) return filter
  const wanted = parseObject(text)
  if (!wanted) {
    const message = 'must be a JSON object of dimensions, each with a text or a list of texts'
    errors.push({ field: 'filterGroupBy', message, code: 'invalid_format' })
    return filter
  }
  for (const [name, value] of Object.entries(wanted)) {
    const values = Array.isArray(value) ? value : [value]
    if (!known.has(name)) errors.push(unknownDimension('filterGroupBy', name, known))
    else if (!values.every(isText)) {
      const message = 'must be a text or a list of texts'
      errors.push({ field: `filterGroupBy.${name}`, message, code: 'invalid_type' })
    } else filter.set(name, values)
  }
  return filter
}

function parseObject(text: string): Record<string, unknown> | undefined {
  try {
    const value: unknown = JSON.parse(text)
    return typeof value === 'object' && value !== null && !Array.isArray(value)
      ? (value as Record<string, unknown>)
      : undefined
  } catch {
    return undefined
  }
}

function isText(value: unknown): value is string {
  return typeof value === 'string' && !value.includes('\u0000')
}

function unknownDimension(field: string, name: string, known: ReadonlySet<string>): FieldError {
  const message = `${JSON.stringify(name)} is no dimension of this metric (${[...known].join(', ')})`
  return { field, message, code: 'invalid_value' }
}
