import { assert } from '@tallystick/core/assert.ts'
import { type ReadingRefusal, readMetered } from '@tallystick/core/metering/reading.ts'
import type { Decimal } from '@tallystick/core/money/decimal.ts'
import { isAfter, isBefore } from '@tallystick/core/time/instant.ts'
import type { Ctx } from '../../platform/ctx.ts'
import { invalid, notFound, Problem } from '../../platform/problem.ts'
import { hexOf } from '../hex.ts'
import type { Meter } from '../meter-store.ts'
import type { EventLine } from '../segment.ts'
import type { Arrival } from './arrival.ts'
import type { Known } from './gather.ts'

/** What one meter reads of one event. */
export type Reading = {
  readonly meterId: string
  readonly amount: Decimal | undefined
  /** 128 bits that stand for a value that is counted once. */
  readonly mark: string | undefined
  readonly dimensions: Readonly<Record<string, string>> | undefined
}

/** What one meter cannot read. */
export type Unreadable = { readonly meter: Meter; readonly reason: ReadingRefusal }

/** An event that is stored from now on. */
export type NewEvent = {
  readonly arrival: Arrival
  readonly subjectId: string
  readonly happenedAt: Temporal.Instant
  readonly line: EventLine
  readonly readings: readonly Reading[]
  readonly unreadable: readonly Unreadable[]
}

/** An event that nothing reads: refused, and kept as evidence. */
export type Unmatched = { readonly arrival: Arrival; readonly line: EventLine }

/** What becomes of the arrivals whose key is their own. */
export type Decision = {
  readonly events: readonly NewEvent[]
  readonly unmatched: readonly Unmatched[]
  /** By event id. */
  readonly refused: ReadonlyMap<string, Problem>
}

export function decide(ctx: Ctx, arrivals: readonly Arrival[], known: Known): Decision {
  const events: NewEvent[] = []
  const unmatched: Unmatched[] = []
  const refused = new Map<string, Problem>()
  const latest = dayAhead()
  for (const arrival of arrivals) {
    const placed = place(ctx, { arrival, latest }, known)
    if (placed instanceof Problem) {
      refused.set(arrival.eventId, placed)
      continue
    }
    const meters = known.meters.get(arrival.body.type)
    if (meters) events.push(read(ctx, placed, meters))
    else {
      unmatched.push(placed)
      refused.set(arrival.eventId, noMeter(arrival.body.type))
    }
  }
  return { events, unmatched, refused }
}

export function noMeter(type: string): Problem {
  return new Problem(
    'INVALID_EVENT_TYPE',
    `No metric reads events of type ${JSON.stringify(type)}.`,
  )
}

type Subject = {
  readonly subjectId: string
  readonly customerId: string | undefined
  readonly now: Temporal.Instant
}
/** When an event may have happened at the latest, for whom it is that time now. */
type Latest = (now: Temporal.Instant) => Temporal.Instant

/** Most of a flush live at one time: it is reckoned with once. */
function dayAhead(): Latest {
  const known = new Map<bigint, Temporal.Instant>()
  return (now) => known.getOrInsertComputed(now.epochNanoseconds, () => now.add({ hours: 24 }))
}

type Placed = Omit<NewEvent, 'readings' | 'unreadable'>

/** Whose event it is and when it happened, or what is wrong with it. */
function place(
  ctx: Ctx,
  { arrival, latest }: { readonly arrival: Arrival; readonly latest: Latest },
  known: Known,
): Placed | Problem {
  const { body, idempotencyKey } = arrival
  if (body.namespace !== undefined && body.namespace !== ctx.organizationId) return notFound()
  const subject = subjectOf(ctx, arrival, known)
  if (!subject) {
    const message = 'names no customer of yours, nor a subscription of one'
    return invalid({ field: 'subject', message, code: 'unknown' })
  }
  const happenedAt = body.timestamp === undefined ? toMicroseconds(subject.now) : arrival.happenedAt
  if (!happenedAt || isAfter(happenedAt, latest(subject.now))) {
    const message = 'must not lie more than a day ahead'
    return invalid({ field: 'timestamp', message, code: 'out_of_range' })
  }
  const { type, source, externalSubject, externalId, data } = body
  const { customerId, subjectId } = subject
  const timestamp = happenedAt.toString()
  const line: EventLine = {
    type,
    source,
    ...(customerId === undefined ? { subjectId } : { customerId }),
    externalSubject,
    externalId,
    timestamp,
    idempotencyKey,
    data,
  }
  return { arrival, subjectId, happenedAt, line }
}

function subjectOf(ctx: Ctx, { body }: Arrival, known: Known): Subject | undefined {
  const { subject, externalSubject = '' } = body
  if (subject !== undefined) {
    const { byId } = known.customers
    const customer = byId.get(known.subscriptions.get(subject) ?? subject)
    return customer && { ...customer, subjectId: hexOf(customer.customerId) }
  }
  const customer = known.customers.byExternalId.get(externalSubject)
  if (customer) return { ...customer, subjectId: hexOf(customer.customerId) }
  const subjectId = known.externalSubjects.get(externalSubject)
  assert(subjectId, 'an external id that nobody has is bound')
  return { subjectId, customerId: undefined, now: ctx.realNow }
}

const toMicroseconds = (instant: Temporal.Instant) =>
  instant.round({ smallestUnit: 'microsecond', roundingMode: 'floor' })

function read(ctx: Ctx, placed: Placed, meters: readonly Meter[]): NewEvent {
  const readings: Reading[] = []
  const unreadable: Unreadable[] = []
  for (const meter of meters) {
    if (meter.eventFrom && isBefore(placed.happenedAt, meter.eventFrom)) continue
    const reading = readWith(ctx, meter, placed.line.data)
    if ('reason' in reading) unreadable.push(reading)
    else readings.push(reading)
  }
  return { ...placed, readings, unreadable }
}

/** What a meter reads of the data of an event, in the form of the tables. */
export function readWith(ctx: Ctx, meter: Meter, data: EventLine['data']): Reading | Unreadable {
  const read = readMetered(meter, data)
  if ('refused' in read) return { meter, reason: read.refused }
  const { value, dimensions } = read
  const isMark = typeof value === 'string'
  return {
    meterId: meter.meterId,
    amount: isMark ? undefined : value,
    mark: isMark ? markOf(ctx, value) : undefined,
    dimensions: meter.groupBy && Object.keys(dimensions).length > 0 ? dimensions : undefined,
  }
}

/** Equal values have equal marks, and nobody reads from one what the value was. */
export function markOf(ctx: Ctx, value: string): string {
  return ctx.seals.index('meter_marks', 'mark', value).toString('hex', 0, 16)
}
