import type { EventBatch } from '@tallystick/contract/events.ts'
import type { BatchUsageEvents } from '@tallystick/contract/usage.ts'
import type { Static } from 'typebox'
import { ask, type Client } from '../../src/commands/usage-import/client.ts'

export type Account = {
  readonly client: Client
  readonly merchantId: string
  readonly customerId: string
  readonly metricIds: readonly string[]
  /** A metric that reads events of the type `crash`. */
  readonly meteredId: string
}

/** A client that reports as fast as it is answered, and keeps a list of what was acknowledged. */
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
const inFlight = 2

/** The key of every event says its batch and its place. */
export function keysOf({ customerId }: Account, batch: number): string[] {
  return Array.from({ length: batchSize }, (_, place) => `${customerId} ${batch} ${place}`)
}

/** Sends a batch; returns the marks of the events as they are recorded. */
type Send = (batch: number, mark: string) => Promise<readonly string[]>

/** Reports usage that is charged at once. */
export function usageReporter(account: Account): Reporter {
  const { client, customerId, merchantId, metricIds } = account
  const timestamp = Temporal.Now.instant().toString()
  return makeReporter(async (batch, mark) => {
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
  })
}

/** Reports events that a meter reads. */
export function eventReporter(account: Account): Reporter {
  const { client, customerId } = account
  const timestamp = Temporal.Now.instant().toString()
  return makeReporter(async (batch, mark) => {
    const body = keysOf(account, batch).map((idempotencyKey, place) => ({
      ...{ type: 'crash', source: 'tests', subject: customerId, idempotencyKey, timestamp },
      ...{ externalId: mark, data: { quantity: place + 1 } },
    }))
    const request = { body, repeatable: mark !== 'first' }
    const reply = await ask<Static<typeof EventBatch>>(client, 'POST /v0/events', request)
    if (reply.rejected.length > 0) throw new Error(reply.rejected[0]?.message)
    return reply.data.map(({ externalId }) => externalId ?? '')
  })
}

function makeReporter(send: Send): Reporter {
  const acknowledged = new Set<number>()
  let begun = 0

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
