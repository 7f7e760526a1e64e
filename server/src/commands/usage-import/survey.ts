import { isAfter, isBefore } from '@tallystick/core/time/instant.ts'
import { Refusal } from '../../platform/refusal.ts'
import { records, type Source } from './file-records.ts'
import { type Mapping, type Reading, readUsage, type UsageLine } from './usage-line.ts'

export type BadLine = { readonly line: number; readonly reason: string }

/** What a file holds, found by reading it once before anything is sent. */
export type Survey = {
  /** Lines that mean usage. */
  readonly usage: number
  /** Lines in which every quantity is zero. */
  readonly none: number
  readonly bad: { readonly count: number; readonly first: readonly BadLine[] }
  /** By the time of use; undefined in a file without usage. */
  readonly earliest: Temporal.Instant | undefined
  readonly latest: Temporal.Instant | undefined
}

const badLinesShown = 20

export async function survey(
  source: Source,
  mapping: Mapping,
  { fromLine = 1 } = {},
): Promise<Survey> {
  const found: Found = {
    usage: 0,
    none: 0,
    bad: 0,
    first: [],
    earliest: undefined,
    latest: undefined,
  }
  let columnsKnown = source.format !== 'csv'
  for await (const record of records(source)) {
    if (!columnsKnown) assertColumns(record.fields, mapping)
    columnsKnown = true
    const reading = readUsage(record, mapping)
    if ('usage' in reading) widen(found, reading.usage.usedAt)
    if (record.line >= fromLine) count(found, record.line, reading)
  }
  const { bad, first, ...rest } = found
  return { ...rest, bad: { count: bad, first } }
}

type Found = {
  usage: number
  none: number
  bad: number
  readonly first: BadLine[]
  earliest: Temporal.Instant | undefined
  latest: Temporal.Instant | undefined
}

function widen(found: Found, usedAt: Temporal.Instant): void {
  const { earliest, latest } = found
  if (!earliest || isBefore(usedAt, earliest)) found.earliest = usedAt
  if (!latest || isAfter(usedAt, latest)) found.latest = usedAt
}

function count(found: Found, line: number, reading: Reading): void {
  if ('usage' in reading) found.usage += 1
  else if ('none' in reading) found.none += 1
  else {
    found.bad += 1
    if (found.first.length < badLinesShown) found.first.push({ line, reason: reading.bad })
  }
}

/** The lines that mean usage, from a line on. What else there is, the survey has told. */
export async function* usageLines(
  source: Source,
  mapping: Mapping,
  { fromLine = 1 } = {},
): AsyncGenerator<UsageLine> {
  for await (const record of records(source)) {
    if (record.line < fromLine) continue
    const reading = readUsage(record, mapping)
    if ('usage' in reading) yield reading.usage
  }
}

/** A column that is missing is wrong with the command, not with every line. */
function assertColumns(fields: Readonly<{ [name: string]: unknown }>, mapping: Mapping): void {
  const { customer, timestampColumn, metrics } = mapping
  const wanted = [timestampColumn, ...metrics.map(({ column }) => column)]
  if ('column' in customer) wanted.push(customer.column)
  const missing = wanted.filter((name) => !(name in fields))
  if (missing.length === 0) return
  const there = Object.keys(fields).join(', ')
  throw new Refusal(`The file has no column ${missing.join(', ')}. It has: ${there}.`)
}
