import { basename } from 'node:path'
import { parseArgs } from 'node:util'
import { Misuse } from '../../platform/refusal.ts'
import type { Format, Source } from './file-records.ts'
import type { Mapping } from './usage-line.ts'

export type ImportOptions = {
  readonly source: Source
  readonly mapping: Mapping
  readonly merchantId: string | undefined
  readonly keyPrefix: string
  readonly fromLine: number
  readonly shiftToNow: boolean
  readonly skipBad: boolean
  readonly dryRun: boolean
  readonly batchSize: number
  readonly inFlight: number
}

export const importUsage = `Usage: tallystick usage import FILE [options]

Sends each line of a CSV or NDJSON file as a usage event to the installation of TALLY_URL, with the
key in TALLY_KEY. The whole file is read first: while a line is bad, nothing is sent. A line is
charged once, however often the file is sent with the same key prefix.

  --metric COLUMN=bm_…      A column with a quantity, and its metric; repeatable. Without it, lines
                            (NDJSON) have "properties" as the API takes them.
  --customer cus_…          One customer for all lines, or
  --customer-column NAME    the column with the customer's id (default: customerId).
  --timestamp-column NAME   The column with the time; without a zone it is UTC (default: timestamp).
  --merchant org_…          The merchant, where the key may not read metrics.
  --format csv|ndjson       By default what the file's name ends in.
  --key-prefix TEXT         Begins the idempotency keys; the line's number follows (default: the
                            file's name and a colon).
  --from-line N             Begin at this line of the file.
  --shift-to-now            Move all times alike, so that the last one is now.
  --skip-bad                Leave bad lines out.
  --dry-run                 Read the file and send nothing.
  --batch-size N            Events per request, at most 1000 (default: 1000).
  --in-flight N             Requests at once, at most 16 (default: 4).
`

const known = {
  metric: { type: 'string', multiple: true, default: [] as string[] },
  customer: { type: 'string' },
  'customer-column': { type: 'string', default: 'customerId' },
  'timestamp-column': { type: 'string', default: 'timestamp' },
  merchant: { type: 'string' },
  format: { type: 'string' },
  'key-prefix': { type: 'string' },
  'from-line': { type: 'string', default: '1' },
  'shift-to-now': { type: 'boolean', default: false },
  'skip-bad': { type: 'boolean', default: false },
  'dry-run': { type: 'boolean', default: false },
  'batch-size': { type: 'string', default: '1000' },
  'in-flight': { type: 'string', default: '4' },
} as const

export function readOptions(args: readonly string[]): ImportOptions {
  const { values, positionals } = parsed(args)
  const [file, ...more] = positionals
  if (file === undefined || more.length > 0) throw new Misuse(`Name one file.\n\n${importUsage}`)
  const format = formatOf(file, values.format)
  const metrics = values.metric.map(metricOf)
  if (format === 'csv' && metrics.length === 0) {
    throw new Misuse('A CSV file needs --metric COLUMN=bm_…: which column counts for which metric.')
  }
  const { customer: id } = values
  return {
    source: { file, format },
    mapping: {
      customer: id === undefined ? { column: values['customer-column'] } : { id: customerId(id) },
      timestampColumn: values['timestamp-column'],
      metrics,
    },
    merchantId: values.merchant,
    keyPrefix: keyPrefix(values['key-prefix'] ?? `${basename(file)}:`),
    fromLine: whole('--from-line', values['from-line'], 1_000_000_000),
    shiftToNow: values['shift-to-now'],
    skipBad: values['skip-bad'],
    dryRun: values['dry-run'],
    batchSize: whole('--batch-size', values['batch-size'], 1000),
    inFlight: whole('--in-flight', values['in-flight'], 16),
  }
}

function parsed(args: readonly string[]) {
  try {
    return parseArgs({ args: [...args], options: known, allowPositionals: true })
  } catch (error) {
    throw new Misuse(`${(error as Error).message}\n\n${importUsage}`, { cause: error })
  }
}

function formatOf(file: string, given: string | undefined): Format {
  const named = given ?? /\.(csv|ndjson|jsonl)$/i.exec(file)?.[1]?.toLowerCase()
  if (named === 'csv') return 'csv'
  if (named === 'ndjson' || named === 'jsonl') return 'ndjson'
  throw new Misuse('Say --format csv or --format ndjson: the name of the file does not tell.')
}

function metricOf(text: string): Mapping['metrics'][number] {
  const [, column, metricId] = /^(.+)=(bm_[a-zA-Z0-9]+)$/.exec(text) ?? []
  if (column && metricId) return { column, metricId }
  throw new Misuse(`--metric must be COLUMN=bm_…, not "${text}".`)
}

function customerId(text: string): string {
  if (/^cus_[a-zA-Z0-9]+$/.test(text)) return text
  throw new Misuse(`--customer must be the id of a customer (cus_…), not "${text}".`)
}

/** With a line's number behind it, a key may have 255 characters. */
function keyPrefix(text: string): string {
  if (text.length > 0 && text.length <= 240) return text
  throw new Misuse('--key-prefix must have 1 to 240 characters.')
}

function whole(name: string, text: string, most: number): number {
  const value = /^\d{1,10}$/.test(text) ? Number(text) : 0
  if (value >= 1 && value <= most) return value
  throw new Misuse(`${name} must be a whole number from 1 to ${most}, not "${text}".`)
}
