import type { EventInput } from '@tallystick/contract/events.ts'
import { assert } from '@tallystick/core/assert.ts'
import type { Static } from 'typebox'
import type { Ctx } from '../../platform/ctx.ts'
import { parseInstant } from '../../platform/http/instant.ts'
import { uuidv7 } from '../../platform/ids.ts'

export type EventBody = Static<typeof EventInput>

/** An event as it came, and what follows from it alone. */
export type Arrival = {
  readonly body: EventBody
  /** 32 hex digits: those of its segment, and the last three its line. */
  readonly eventId: string
  /** What makes it the same event when it comes again; its own id when the sender gave nothing. */
  readonly idempotencyKey: string
  /** 128 bits that stand for the idempotency key, as a UUID's hex. */
  readonly key: string
  /** Undefined when it is left out, or finer than any instant. */
  readonly happenedAt: Temporal.Instant | undefined
}

/** What is written together. */
export type Flush = { readonly segmentId: string; readonly arrivals: readonly Arrival[] }

const lineDigits = 3
const mostLines = 16 ** lineDigits

/** The public id of an event, without the prefix, tells where its payload lies. */
export function segmentOf(eventId: string): string {
  return `${eventId.slice(0, -lineDigits)}${'0'.repeat(lineDigits)}`
}

export function eventIdAt(segmentId: string, line: number): string {
  return `${segmentId.slice(0, -lineDigits)}${line.toString(16).padStart(lineDigits, '0')}`
}

export function lineOf(eventId: string): number {
  return Number.parseInt(eventId.slice(-lineDigits), 16)
}

export function flushOf(ctx: Ctx, bodies: readonly EventBody[]): Flush {
  assert(bodies.length <= mostLines, 'a segment has lines for all of its events')
  const segmentId = segmentOf(uuidv7())
  const arrivals = bodies.map((body, line) => arrivalOf(ctx, body, eventIdAt(segmentId, line)))
  return { segmentId, arrivals }
}

function arrivalOf(ctx: Ctx, body: EventBody, eventId: string): Arrival {
  const idempotencyKey = body.idempotencyKey ?? `evt_${eventId}`
  return {
    body,
    eventId,
    idempotencyKey,
    key: keyOf(ctx, idempotencyKey),
    happenedAt: momentOf(body.timestamp),
  }
}

export function keyOf(ctx: Ctx, idempotencyKey: string): string {
  return ctx.seals.index('event_keys', 'key', idempotencyKey).toString('hex', 0, 16)
}

/** To the microsecond, which is what the database keeps: the first reply shows what every later one will. */
function momentOf(text: string | undefined): Temporal.Instant | undefined {
  const instant = text === undefined ? undefined : parseInstant(text)
  // Rounding costs ten times what asking does, and hardly any event needs it.
  return !instant || instant.epochNanoseconds % 1000n === 0n
    ? instant
    : instant.round({ smallestUnit: 'microsecond', roundingMode: 'floor' })
}
