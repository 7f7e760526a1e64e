import { ask } from '../src/commands/usage-import/client.ts'
import { progressBar } from '../src/commands/usage-import/progress.ts'
import { survey, usageLines } from '../src/commands/usage-import/survey.ts'
import type { UsageLine } from '../src/commands/usage-import/usage-line.ts'
import type { Scene } from './lifecycle.ts'
import { mappingOf } from './trace.ts'

export const eventType = 'llm.request'
export const metered = [
  { name: 'Context tokens', field: 'contextTokens', unitPrice: '0.0000025' },
  { name: 'Generated tokens', field: 'generatedTokens', unitPrice: '0.00001' },
] as const

type Trace = {
  readonly file: string
  readonly customerId: string
  readonly startsAt: string
  readonly print: (text: string) => void
}

const batchSize = 1000
const inFlight = 4

/** Every line of the trace as one event; its time is moved, so that the first one is the clock's. */
export async function importEvents(scene: Scene, { file, customerId, startsAt, print }: Trace) {
  const source = { file, format: 'csv' as const }
  const mapping = mappingOf(
    customerId,
    metered.map(({ field }) => `bm_${field}`),
  )
  const { earliest, usage } = await survey(source, mapping)
  if (!earliest) throw new Error(`${file} is no trace of usage.`)
  const shift = Temporal.Instant.from(startsAt).since(earliest)
  const progress = progressBar('Events', usage)
  const batches = inBatches(usageLines(source, mapping))
  let sent = 0
  const sender = async () => {
    for (let next = await batches.next(); !next.done; next = await batches.next()) {
      const body = next.value.map((line) => eventOf(scene, line, shift))
      await ask(scene.client, 'POST /v0/events', { body, repeatable: true })
      sent += body.length
      progress.show(sent)
    }
  }
  await Promise.all(Array.from({ length: inFlight }, sender))
  progress.end()
  print('\n')
  return sent
}

async function* inBatches(lines: AsyncIterable<UsageLine>): AsyncGenerator<UsageLine[]> {
  let batch: UsageLine[] = []
  for await (const line of lines) {
    batch.push(line)
    if (batch.length < batchSize) continue
    yield batch
    batch = []
  }
  if (batch.length > 0) yield batch
}

function eventOf({ prefix }: Scene, line: UsageLine, shift: Temporal.Duration) {
  const quantities = line.properties.map(({ billableMetricId, quantity }) => [
    billableMetricId.replace('bm_', ''),
    quantity,
  ])
  return {
    type: eventType,
    source: 'demo',
    subject: line.customerId,
    timestamp: line.usedAt.add(shift).toString(),
    idempotencyKey: `${prefix}:${line.line}`,
    data: Object.fromEntries(quantities),
  }
}
