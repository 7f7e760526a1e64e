import { createReadStream } from 'node:fs'
import { createInterface } from 'node:readline'
import { parse } from 'csv-parse'
import { Refusal } from '../../platform/refusal.ts'

export type Format = 'csv' | 'ndjson'

export type Source = { readonly file: string; readonly format: Format }

/** One line of the file, before anyone asks what it means. Numbers are texts, as they were written. */
export type FileRecord = {
  /** As an editor counts: the first line of the file is 1. */
  readonly line: number
  readonly fields: Readonly<{ [name: string]: unknown }>
  /** Why the line could not be read at all. */
  readonly broken?: string
}

/** Reads the file from its start, a part at a time: its size does not matter. */
export function records({ file, format }: Source): AsyncGenerator<FileRecord> {
  return format === 'csv' ? csvRecords(file) : ndjsonRecords(file)
}

async function* csvRecords(file: string): AsyncGenerator<FileRecord> {
  const source = createReadStream(file)
  const parser = parse({
    bom: true,
    info: true,
    record_delimiter: ['\r\n', '\n'],
    relax_column_count: true,
    skip_empty_lines: true,
  })
  source.on('error', (error) => parser.destroy(error))
  source.pipe(parser)
  let names: readonly string[] | undefined
  // The parser counts a CR LF within quotes as two lines.
  let extra = 0
  try {
    for await (const { record, info } of parser as AsyncIterable<Parsed>) {
      for (const text of record) extra += text.split('\r\n').length - 1
      if (names) yield csvRecord(names, record, info.lines - extra)
      else names = headings(record)
    }
  } catch (error) {
    throw readable(error)
  }
}

type Parsed = { readonly record: readonly string[]; readonly info: { readonly lines: number } }

function headings(record: readonly string[]): readonly string[] {
  const names = record.map((name) => name.trim())
  const twice = names.find((name, at) => names.indexOf(name) !== at)
  if (twice !== undefined) throw new Refusal(`The file has two columns named "${twice}".`)
  return names
}

function csvRecord(names: readonly string[], values: readonly string[], line: number): FileRecord {
  const fields = Object.fromEntries(names.map((name, at) => [name, values[at]?.trim()]))
  if (values.length === names.length) return { line, fields }
  return { line, fields, broken: `has ${values.length} fields, not ${names.length}` }
}

/** A quote that is never closed swallows the rest of the file, so such a line cannot be skipped. */
function readable(error: unknown): unknown {
  const { code, message } = error as NodeJS.ErrnoException
  if (code?.startsWith('CSV_')) return new Refusal(`The file is no CSV: ${message}.`)
  return code ? new Refusal(`The file cannot be read: ${message}.`) : error
}

async function* ndjsonRecords(file: string): AsyncGenerator<FileRecord> {
  const source = createReadStream(file, 'utf8')
  const lines = createInterface({ input: source, crlfDelay: Number.POSITIVE_INFINITY })
  let line = 0
  try {
    for await (const text of lines) {
      line += 1
      const content = line === 1 ? text.replace(/^\uFEFF/, '') : text
      if (content.trim() !== '') yield ndjsonRecord(content, line)
    }
  } catch (error) {
    throw readable(error)
  }
}

function ndjsonRecord(text: string, line: number): FileRecord {
  try {
    const fields = JSON.parse(text, asWritten)
    if (fields !== null && typeof fields === 'object' && !Array.isArray(fields)) {
      return { line, fields }
    }
    return { line, fields: {}, broken: 'is not a JSON object' }
  } catch {
    return { line, fields: {}, broken: 'is not JSON' }
  }
}

/** A number that was once a float is not what was written. */
function asWritten(_name: string, value: unknown, context?: { source?: string }): unknown {
  return typeof value === 'number' ? context?.source : value
}
