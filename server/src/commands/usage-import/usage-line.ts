import type { UsageEventInput } from '@tallystick/contract/usage.ts'
import type { Static } from 'typebox'
import type { FileRecord } from './file-records.ts'

export type EventInput = Static<typeof UsageEventInput>

/** Which field of a line means what. */
export type Mapping = {
  /** One customer for the whole file, or the column that names it. */
  readonly customer: { readonly id: string } | { readonly column: string }
  readonly timestampColumn: string
  /** Empty: the lines have `properties` of their own, as the API takes them. */
  readonly metrics: readonly { readonly column: string; readonly metricId: string }[]
}

/** A line that means usage. */
export type UsageLine = {
  readonly line: number
  readonly customerId: string
  readonly usedAt: Temporal.Instant
  readonly properties: EventInput['properties']
}

/** What a line turned out to be; `none`: every quantity is zero, so there is nothing to report. */
export type Reading =
  | { readonly usage: UsageLine }
  | { readonly none: true }
  | { readonly bad: string }

export function readUsage({ line, fields, broken }: FileRecord, mapping: Mapping): Reading {
  if (broken !== undefined) return { bad: broken }
  const customerId = customerOf(fields, mapping)
  if (customerId === undefined) return { bad: 'names no customer (cus_…)' }
  const written = fields[mapping.timestampColumn]
  const usedAt = typeof written === 'string' ? readTime(written) : undefined
  if (!usedAt) return { bad: `has no time in "${mapping.timestampColumn}"` }
  const properties = propertiesOf(fields, mapping)
  if (typeof properties === 'string') return { bad: properties }
  if (properties.length === 0) return { none: true }
  return { usage: { line, customerId, usedAt, properties } }
}

type Fields = FileRecord['fields']

function customerOf(fields: Fields, { customer }: Mapping): string | undefined {
  const id = 'id' in customer ? customer.id : fields[customer.column]
  return typeof id === 'string' && /^cus_[a-zA-Z0-9]+$/.test(id) ? id : undefined
}

/** A time with its zone, or one in UTC; a blank may stand between day and time. */
export function readTime(text: string): Temporal.Instant | undefined {
  const iso = text.trim().replace(/^(\d{4}-\d{2}-\d{2}) +/, '$1T')
  try {
    return Temporal.Instant.from(/(Z|[+-]\d{2}(:?\d{2})?)$/i.test(iso.slice(10)) ? iso : `${iso}Z`)
  } catch {
    return undefined
  }
}

/** The properties that were used, or what is wrong with one of them. */
function propertiesOf(fields: Fields, { metrics }: Mapping): EventInput['properties'] | string {
  const given = metrics.length > 0 ? undefined : fields['properties']
  if (metrics.length === 0 && !Array.isArray(given)) return 'has no list "properties"'
  const parts = Array.isArray(given)
    ? given.map(ownProperty)
    : metrics.map(({ column, metricId }) => property(fields[column], column, metricId))
  const wrong = parts.find((part) => typeof part === 'string')
  if (wrong !== undefined) return wrong
  return parts.filter((part) => typeof part === 'object')
}

type Property = EventInput['properties'][number]

function ownProperty(given: unknown): Property | string | undefined {
  const { billableMetricId: id, quantity, price } = Object(given)
  if (typeof id !== 'string' || !/^bm_[a-zA-Z0-9]+$/.test(id)) {
    return 'has a property without "billableMetricId" (bm_…)'
  }
  const read = property(quantity, 'quantity', id)
  if (typeof read !== 'object' || price === undefined) return read
  return typeof price === 'string' ? { ...read, price } : 'has a price that is not a decimal'
}

/** Undefined for zero: the contract knows no use of nothing. */
function property(text: unknown, name: string, metricId: string): Property | string | undefined {
  const quantity = typeof text === 'string' && /^\d+$/.test(text) ? Number(text) : Number.NaN
  if (!Number.isSafeInteger(quantity)) return `has no whole number in "${name}"`
  return quantity === 0 ? undefined : { billableMetricId: metricId, quantity }
}
