import type { BatchUsageEvents } from '@tallystick/contract/usage.ts'
import type { Static } from 'typebox'
import { ask, type Client } from '../../src/commands/usage-import/client.ts'

export type Account = {
  readonly client: Client
  readonly merchantId: string
  readonly customerId: string
  readonly metricIds: readonly string[]
}

/** A client that reports usage as fast as it is answered, and keeps a list of what was acknowledged. */
export type Reporter = {
  /** Batches that were answered with success, by number. */
  readonly acknowledged: ReadonlySet<number>
  /** Batches that were sent at least once. */
  readonly begun: () => number
  /** Reports new batches, several at once, until told to stop or until one of them fails. */
  readonly report: () => { readonly stop: () => void; readonly ended: Promise<void> }
  /** Sends a batch as it was, apart from a mark; returns the marks that the recorded events bear. */
  readonly again: (batch: number) => Promise<readonly string[]>
}

export const batchSize = 100
const inFlight = 3

/** The key of every event says its batch and its place. */
export function keysOf({ customerId }: Account, batch: number): string[] {
  return Array.from({ length: batchSize }, (_, place) => `${customerId} ${batch} ${place}`)
}

export function makeReporter(account: Account): Reporter {
  const acknowledged = new Set<number>()
  const timestamp = Temporal.Now.instant().toString()
  let begun = 0

  async function send(batch: number, mark: string): Promise<readonly string[]> {
    const { client, customerId, merchantId, metricIds } = account
    const events = keysOf(account, batch).map((idempotencyKey, place) => ({
      ...{ merchantId, customerId, idempotencyKey, timestamp, metadata: { mark } },
      properties: metricIds.map((billableMetricId) => ({ billableMetricId, quantity: place + 1 })),
    }))
    const reply = await ask<Static<typeof BatchUsageEvents>>(client, 'POST /v0/usage/batch', {
      body: { events },
      // The first time tells what was acknowledged; later the server may still be coming back.
      repeatable: mark !== 'first',
    })
    if (reply.failed.length > 0) throw new Error(reply.failed[0]?.error)
    return reply.successful.map(({ metadata }) => metadata?.['mark'] ?? '')
  }

  function report() {
    let running = true
    async function sender(): Promise<void> {
      while (running) {
        begun += 1
        const batch = begun
        try {
          await send(batch, 'first')
          acknowledged.add(batch)
        } catch {
          // What was killed does not answer; the batch is sent again when it is back.
          running = false
        }
      }
    }
    const ended = Promise.all(Array.from({ length: inFlight }, sender)).then(() => undefined)
    return { stop: () => (running = false), ended }
  }

  return { acknowledged, begun: () => begun, report, again: (batch) => send(batch, 'again') }
}
