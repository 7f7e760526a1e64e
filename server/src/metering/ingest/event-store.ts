import { formatDecimal } from '@tallystick/core/money/decimal.ts'
import { sql } from 'kysely'
import type { Ctx } from '../../platform/ctx.ts'
import { hexOfColumn } from '../hex.ts'
import { type EventLine, packSegment, unpackSegment } from '../segment.ts'
import type { NewEvent, Reading } from './decide.ts'

export type NewSegment = {
  readonly segmentId: string
  /** By place; null where an event was refused. */
  readonly lines: readonly (EventLine | null)[]
  readonly events: readonly NewEvent[]
}

/** The events of a flush, in one statement: their payloads, what meters read of them, and that no total has it yet. */
export async function insertSegment(ctx: Ctx, { segmentId, lines, events }: NewSegment) {
  const merchant = ctx.organizationId
  const body = packSegment(ctx, segmentId, lines)
  const types = [...new Set(events.map(({ line }) => line.type))]
  const meters = [...new Set(events.flatMap((event) => meterIdsOf(event)))]
  const segment = sql`
    insert into tally.event_segments (merchant_id, segment_id, received_at, events, types, meters, body)
    values (${merchant}, ${segmentId}, ${ctx.realNow}, ${events.length}, ${types}::text[], ${meters}::uuid[], ${body})`
  const read = events.filter(({ readings }) => readings.length > 0)
  await (read.length === 0
    ? segment
    : sql`
      /* insert segment */
      with segment as (${segment}), ${tailAndReadings(ctx, segmentId, read)}`
  ).execute(ctx.db)
}

/** Readings beside those of a segment: what was mended later, or came another way. */
export async function insertReadings(ctx: Ctx, batchId: string, rows: readonly ReadingRow[]) {
  await sql`
    /* insert readings */
    with ${tailAndReadings(ctx, batchId, rows)}`.execute(ctx.db)
}

/** A meter that refused a value has read the event all the same: nobody needs to read it again for that meter. */
function meterIdsOf({ readings, unreadable }: NewEvent): string[] {
  return [
    ...readings.map(({ meterId }) => meterId),
    ...unreadable.map(({ meter }) => meter.meterId),
  ]
}

export type ReadingRow = Pick<NewEvent, 'subjectId' | 'happenedAt' | 'readings'> & {
  readonly arrival: { readonly eventId: string }
  readonly line: Pick<EventLine, 'externalId' | 'externalSubject'>
}

function tailAndReadings(ctx: Ctx, batchId: string, rows: readonly ReadingRow[]) {
  const merchant = ctx.organizationId
  const receivedOn = dayOf(batchId)
  const text = (of: (row: ReadingRow) => string | null) => rows.map(of)
  const list = (of: (reading: Reading) => string) =>
    text(({ readings }) => `{${readings.map(of).join(',')}}`)
  return sql`tail as (
      insert into tally.meter_tail (merchant_id, batch_id, received_on)
      values (${merchant}, ${batchId}, ${receivedOn})
    )
    insert into tally.meter_readings (merchant_id, received_on, batch_id, event_id, subject_id, happened_at,
      meters, amounts, marks, dims, external_id, external_subject)
    select ${merchant}, ${receivedOn}::date, ${batchId}, r.event_id, r.subject_id, r.happened_at,
      r.meters::uuid[], r.amounts::numeric[], r.marks::uuid[], r.dims::jsonb, r.external_id, r.external_subject
    from unnest(${text(({ arrival }) => arrival.eventId)}::uuid[],
      ${text(({ subjectId }) => subjectId)}::uuid[],
      ${text(({ happenedAt }) => happenedAt.toString())}::timestamptz[],
      ${list(({ meterId }) => meterId)}::text[],
      ${list(({ amount }) => (amount === undefined ? 'null' : formatDecimal(amount)))}::text[],
      ${list(({ mark }) => mark ?? 'null')}::text[],
      ${text(({ readings }) => dimsOf(readings))}::text[],
      ${text(({ line }) => nameIndex(ctx, 'external_id', line.externalId))}::uuid[],
      ${text(({ line }) => nameIndex(ctx, 'external_subject', line.externalSubject))}::uuid[])
      as r (event_id, subject_id, happened_at, meters, amounts, marks, dims, external_id, external_subject)`
}

/** By what events are found that bear a name, without the name being there to read. */
export function nameIndex(
  { seals }: Ctx,
  column: 'external_id' | 'external_subject',
  name: string | undefined,
): string | null {
  return name === undefined
    ? null
    : seals.index('meter_readings', column, name).toString('hex', 0, 16)
}

function dimsOf(readings: readonly Reading[]): string | null {
  if (readings.every(({ dimensions }) => dimensions === undefined)) return null
  return JSON.stringify(readings.map(({ dimensions }) => dimensions ?? null))
}

/** Ids of batches begin with the milliseconds at which they were made. */
function dayOf(batchId: string): string {
  const ms = Number.parseInt(batchId.slice(0, 12), 16)
  return Temporal.Instant.fromEpochMilliseconds(ms).toString().slice(0, 10)
}

/** What stored events were sent with, by their id. */
export async function findEventLines(
  ctx: Ctx,
  eventIds: readonly string[],
): Promise<Map<string, EventLine>> {
  if (eventIds.length === 0) return new Map()
  const { rows } = await sql<{ event_id: string; segment_id: string; body: Buffer }>`
    /* find event lines */
    select k.event_id, s.segment_id, s.body from unnest(${eventIds}::uuid[]) as k (event_id) cross join lateral (
      select x.segment_id, x.body from tally.event_segments as x
      where x.merchant_id = ${ctx.organizationId} and x.segment_id <= k.event_id
      order by x.segment_id desc limit 1
    ) as s`.execute(ctx.db)
  const bySegment = Map.groupBy(rows, ({ segment_id }) => hexOfColumn(segment_id))
  const found = new Map<string, EventLine>()
  for (const [segmentId, asked] of bySegment) {
    const lines = unpackSegment(ctx, segmentId, asked[0]?.body ?? Buffer.alloc(0))
    for (const { event_id } of asked) {
      const line = lines.get(hexOfColumn(event_id))
      if (line) found.set(hexOfColumn(event_id), line)
    }
  }
  return found
}
