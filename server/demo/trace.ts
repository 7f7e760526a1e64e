import { writeFile } from 'node:fs/promises'
import type { Mapping } from '../src/commands/usage-import/usage-line.ts'

/** The columns of a trace of requests to a language model. */
export const columns = {
  timestamp: 'TIMESTAMP',
  quantities: ['ContextTokens', 'GeneratedTokens'],
} as const

export function mappingOf(customerId: string, metricIds: readonly string[]): Mapping {
  return {
    customer: { id: customerId },
    timestampColumn: columns.timestamp,
    metrics: columns.quantities.map((column, at) => ({ column, metricId: metricIds[at] ?? '' })),
  }
}

const requests = 500
const secondsApart = 7

/** A small trace for those who have none: the same at every run, and plain enough to add up by hand. */
export async function writeTrace(file: string): Promise<void> {
  const first = Temporal.Instant.from('2026-01-05T09:00:00Z')
  const lines = Array.from({ length: requests }, (_, at) => {
    const time = first.add({ seconds: at * secondsApart })
    return `${time},${200 + ((at * 37) % 1800)},${20 + ((at * 13) % 380)}`
  })
  await writeFile(
    file,
    `${[columns.timestamp, ...columns.quantities].join()}\n${lines.join('\n')}\n`,
  )
}
