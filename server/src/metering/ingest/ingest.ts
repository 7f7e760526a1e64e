import type { Sent } from '@tallystick/contract/endpoint.ts'
import type { EventResponse } from '@tallystick/contract/events.ts'
import { assert } from '@tallystick/core/assert.ts'
import { formatId } from '@tallystick/core/ids.ts'
import type { Static } from 'typebox'
import type { Ctx } from '../../platform/ctx.ts'
import type { Problem } from '../../platform/problem.ts'
import { keepRejected, keepUnmatched } from '../inbox/keep.ts'
import type { EventLine } from '../segment.ts'
import { type Arrival, type EventBody, type Flush, flushOf, lineOf } from './arrival.ts'
import { type Decision, decide } from './decide.ts'
import { findEventLines, insertSegment } from './event-store.ts'
import { type EventPorts, gather, type Known } from './gather.ts'
import { releaseKeys } from './key-store.ts'

/** An event that is stored, now or since it came first. */
export type Stored = { readonly eventId: string; readonly line: EventLine; readonly isNew: boolean }
export type Verdict = Stored | Problem

/**
 * Stores events, one verdict each. What is wrong fails alone. An event whose key is taken, by an earlier one of this list
 * or within the last 35 days, gets the verdict of the first.
 */
export async function ingestEvents(
  ctx: Ctx,
  bodies: readonly EventBody[],
  ports: EventPorts,
): Promise<readonly Verdict[]> {
  const flush = flushOf(ctx, bodies)
  const first = firstByKey(flush.arrivals)
  const arrivals = [...first.values()]
  const known = await gather(ctx, arrivals, ports)

  const decision = decide(
    ctx,
    arrivals.filter(({ key }) => known.fresh.has(key)),
    known,
  )

  await apply(ctx, flush, decision)
  const stored = await storedIn(ctx, decision, known)
  return flush.arrivals.map((arrival) => {
    const { eventId } = first.get(arrival.key) ?? arrival
    const verdict = decision.refused.get(eventId) ?? stored.get(arrival.key)
    assert(verdict, 'every event has its verdict')
    return verdict
  })
}

function firstByKey(arrivals: readonly Arrival[]): ReadonlyMap<string, Arrival> {
  const first = new Map<string, Arrival>()
  for (const arrival of arrivals) if (!first.has(arrival.key)) first.set(arrival.key, arrival)
  return first
}

/** Writes the decision, in one round trip. */
async function apply(ctx: Ctx, { segmentId, arrivals }: Flush, decision: Decision): Promise<void> {
  const { events, unmatched, refused } = decision
  const lines = arrivals.map((): EventLine | null => null)
  for (const { arrival, line } of events) lines[lineOf(arrival.eventId)] = line
  const released = arrivals.filter(({ eventId }) => refused.has(eventId))
  await Promise.all([
    events.length > 0 ? insertSegment(ctx, { segmentId, lines, events }) : undefined,
    keepRejected(ctx, events),
    keepUnmatched(ctx, unmatched),
    releaseKeys(ctx, released),
  ])
}

/** By key: the new events, and those that came before. */
async function storedIn(ctx: Ctx, { events }: Decision, { earlier }: Known) {
  const stored = new Map<string, Stored>()
  for (const { arrival, line } of events) {
    stored.set(arrival.key, { eventId: arrival.eventId, line, isNew: true })
  }
  const lines = await findEventLines(ctx, [...earlier.values()])
  for (const [key, eventId] of earlier) {
    const line = lines.get(eventId)
    assert(line, `the event ${eventId} lies in its segment`)
    stored.set(key, { eventId, line, isNew: false })
  }
  return stored
}

export function showStored(
  ctx: { readonly organizationId: string },
  { eventId, line }: Stored,
): Sent<Static<typeof EventResponse>> {
  return {
    id: formatId('event', eventId),
    object: 'event',
    type: line.type,
    source: line.source,
    subject: line.customerId,
    externalSubject: line.externalSubject,
    namespace: ctx.organizationId,
    timestamp: line.timestamp,
    idempotencyKey: line.idempotencyKey,
    externalId: line.externalId,
  }
}
