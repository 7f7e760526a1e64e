import type { BatchUsageEvents, UsageEvent } from '@tallystick/contract/usage.ts'
import type { Static } from 'typebox'
import { ask, type Client } from './client.ts'
import type { EventInput, UsageLine } from './usage-line.ts'

export type Sending = {
  readonly client: Client
  readonly merchantId: string
  /** The key of a line is this and its number, so that a line is charged once however often it is sent. */
  readonly keyPrefix: string
  /** Names this run in the metadata of its events, by which a reply tells new events from old ones. */
  readonly run: string
  readonly shiftBy?: Temporal.Duration | undefined
  /** Events per request, 1 to 1,000. */
  readonly batchSize: number
  /** Requests that are under way at once. */
  readonly inFlight: number
  readonly onProgress?: (progress: Progress) => void
  /** Stops the sending after the requests that are under way. */
  readonly signal?: AbortSignal
}

export type Progress = { readonly events: number; readonly charged: ReadonlyMap<string, bigint> }

export type FailedLine = {
  readonly line: number
  readonly code: string
  readonly reason: string
}

export type Sent = {
  /** Events that the installation answered for. */
  readonly events: number
  readonly fresh: number
  /** Recorded by an earlier run; nothing was charged for them now. */
  readonly duplicates: number
  readonly failed: readonly FailedLine[]
  /** What the new events cost with tax, in nanos by currency. */
  readonly charged: ReadonlyMap<string, bigint>
  /** Present when not everything was sent: everything before this line was answered for. */
  readonly stopped?: { readonly resumeFrom: number; readonly cause: unknown }
}

type Tally = {
  fresh: number
  duplicates: number
  readonly failed: FailedLine[]
  readonly charged: Map<string, bigint>
}

type Batch = readonly UsageLine[]

/** Sends every line, some requests at a time, and tells what became of them. */
export async function sendUsage(lines: AsyncIterable<UsageLine>, sending: Sending): Promise<Sent> {
  const tally: Tally = { fresh: 0, duplicates: 0, failed: [], charged: new Map() }
  const batches = inBatches(lines, sending.batchSize)
  const unanswered = new Set<Batch>()
  let cause: unknown = sending.signal?.aborted ? interrupted : undefined
  sending.signal?.addEventListener('abort', () => {
    cause ??= interrupted
  })

  async function sender(): Promise<void> {
    for (let next = await batches.next(); !next.done; next = await batches.next()) {
      unanswered.add(next.value)
      if (cause) return
      try {
        count(tally, { batch: next.value, reply: await sendBatch(next.value, sending) }, sending)
        unanswered.delete(next.value)
        sending.onProgress?.({ events: answered(tally), charged: tally.charged })
      } catch (error) {
        cause ??= error
        return
      }
    }
  }

  await Promise.all(Array.from({ length: sending.inFlight }, sender))
  const resumeFrom = Math.min(...[...unanswered].map(([first]) => first?.line ?? 0))
  return {
    ...tally,
    events: answered(tally),
    ...(unanswered.size > 0 && { stopped: { resumeFrom, cause } }),
  }
}

const interrupted = new Error('Interrupted.')

function answered({ fresh, duplicates, failed }: Tally): number {
  return fresh + duplicates + failed.length
}

async function* inBatches(lines: AsyncIterable<UsageLine>, size: number): AsyncGenerator<Batch> {
  let batch: UsageLine[] = []
  for await (const line of lines) {
    batch.push(line)
    if (batch.length < size) continue
    yield batch
    batch = []
  }
  if (batch.length > 0) yield batch
}

type Reply = Static<typeof BatchUsageEvents>

function sendBatch(batch: Batch, sending: Sending): Promise<Reply> {
  const events = batch.map((line) => eventOf(line, sending))
  return ask(sending.client, 'POST /v0/usage/batch', { body: { events }, repeatable: true })
}

function eventOf(line: UsageLine, { merchantId, keyPrefix, run, shiftBy }: Sending): EventInput {
  const usedAt = shiftBy ? line.usedAt.add(shiftBy) : line.usedAt
  return {
    merchantId,
    customerId: line.customerId,
    idempotencyKey: `${keyPrefix}${line.line}`,
    timestamp: usedAt.toString(),
    properties: line.properties,
    metadata: { importRun: run },
  }
}

type Answered = { readonly batch: Batch; readonly reply: Reply }

function count(tally: Tally, { batch, reply }: Answered, sending: Sending): void {
  const { successful, failed } = reply
  const waiting = new Map(batch.map((line) => [`${sending.keyPrefix}${line.line}`, line]))
  for (const event of successful) {
    const key = event.idempotencyKey ?? ''
    const line = waiting.get(key)
    if (!line) continue
    waiting.delete(key)
    countBooked(tally, { event, line }, sending)
  }
  for (const { idempotencyKey, error, code = 'FAILED' } of failed) {
    const line = waiting.get(idempotencyKey)
    if (!line) continue
    waiting.delete(idempotencyKey)
    tally.failed.push({ line: line.line, code, reason: error })
  }
  for (const { line } of waiting.values()) {
    tally.failed.push({ line, code: 'UNANSWERED', reason: 'The reply does not mention it.' })
  }
}

type Booked = { readonly event: Static<typeof UsageEvent>; readonly line: UsageLine }

function countBooked(tally: Tally, { event, line }: Booked, { run }: Sending): void {
  if (event.metadata?.['importRun'] === run) {
    tally.fresh += 1
    const { currency = '', totalAmount = 0 } = event.billing ?? {}
    tally.charged.set(currency, (tally.charged.get(currency) ?? 0n) + BigInt(totalAmount))
  } else if (isSame(event, line)) tally.duplicates += 1
  else {
    const reason = 'Its key was used before, with another customer or other quantities.'
    tally.failed.push({ line: line.line, code: 'KEY_TAKEN', reason })
  }
}

/** Whether an earlier event is this line's; times are left out, for a shifted one has another each time. */
function isSame(event: Static<typeof UsageEvent>, { customerId, properties }: UsageLine): boolean {
  const figures = (of: UsageLine['properties']) =>
    of.map(({ billableMetricId, quantity }) => `${billableMetricId} ${quantity}`).join()
  return event.customerId === customerId && figures(event.properties) === figures(properties)
}
