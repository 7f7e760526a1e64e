import { sql } from 'kysely'
import type { Ctx } from '../../platform/ctx.ts'
import { hexOfColumn } from '../hex.ts'
import { type EventLine, unpackSegment } from '../segment.ts'

/** How far a meter is with the segments that were there before it. */
export type Backfill = {
  readonly segments: bigint
  readonly segmentsRead: bigint
  readonly eventsRead: bigint
  readonly startedAt: Temporal.Instant
  readonly finishedAt: Temporal.Instant | undefined
}

type Row = {
  readonly segments: bigint
  readonly segments_read: bigint
  readonly events_read: bigint
  readonly started_at: Temporal.Instant
  readonly finished_at: Temporal.Instant | null
}

/** Of the newest meter of a metric; undefined when there was nothing to read before it. */
export async function findBackfill(
  ctx: Ctx,
  billableMetricId: string,
): Promise<Backfill | undefined> {
  const { rows } = await sql<Row>`
    /* find backfill */
    select f.segments, f.segments_read, f.events_read, f.started_at, f.finished_at
    from tally.meters as m join tally.meter_backfills as f
      on f.merchant_id = m.merchant_id and f.meter_id = m.meter_id
    where m.merchant_id = ${ctx.organizationId} and m.billable_metric_id = ${billableMetricId}
      and m.retired_at is null
    order by m.created_at desc, m.meter_id desc limit 1`.execute(ctx.db)
  const [row] = rows
  return (
    row && {
      segments: row.segments,
      segmentsRead: row.segments_read,
      eventsRead: row.events_read,
      startedAt: row.started_at,
      finishedAt: row.finished_at ?? undefined,
    }
  )
}

/** How many segments hold events of a type. */
export async function countStored({ db, organizationId }: Ctx, eventType: string): Promise<bigint> {
  const { rows } = await sql<{ segments: bigint }>`
    /* count stored segments */
    select count(*) as segments from tally.event_segments as s
    where s.merchant_id = ${organizationId} and s.types @> ${[eventType]}::text[]`.execute(db)
  return rows[0]?.segments ?? 0n
}

export async function insertBackfill(ctx: Ctx, meterId: string, segments: bigint): Promise<void> {
  await sql`
    insert into tally.meter_backfills (merchant_id, meter_id, segments, started_at)
    values (${ctx.organizationId}, ${meterId}, ${segments}, ${ctx.realNow})`.execute(ctx.db)
}

export type Reading = { readonly cursor: string | null }

/** Where to go on, alone until the end of the transaction; undefined when it is finished, or somebody else is at it. */
export async function lockBackfill(ctx: Ctx, meterId: string): Promise<Reading | undefined> {
  const { rows } = await sql<Reading>`
    select f.cursor from tally.meter_backfills as f
    where f.merchant_id = ${ctx.organizationId} and f.meter_id = ${meterId} and f.finished_at is null
    for update`.execute(ctx.db)
  return rows[0]
}

export type Segment = {
  readonly segmentId: string
  readonly lines: ReadonlyMap<string, EventLine>
}

/** The next segments with events of the type that the meter has not read, in the order of their ids. */
export async function listUnread(
  ctx: Ctx,
  { meterId, eventType }: { readonly meterId: string; readonly eventType: string },
  { cursor, atMost }: { readonly cursor: string | null; readonly atMost: number },
): Promise<Segment[]> {
  const { rows } = await sql<{ segment_id: string; body: Buffer }>`
    /* list unread segments */
    select s.segment_id, s.body from tally.event_segments as s
    where s.merchant_id = ${ctx.organizationId} and (${cursor}::uuid is null or s.segment_id > ${cursor}::uuid)
      and s.types @> ${[eventType]}::text[] and not s.meters @> ${[meterId]}::uuid[]
    order by s.segment_id limit ${atMost}`.execute(ctx.db)
  return rows.map(({ segment_id, body }) => {
    const segmentId = hexOfColumn(segment_id)
    return { segmentId, lines: unpackSegment(ctx, segmentId, body) }
  })
}

/** Notes that the meter has read these segments, and how far it is. */
export async function setRead(
  ctx: Ctx,
  meterId: string,
  { segmentIds, events }: { readonly segmentIds: readonly string[]; readonly events: number },
): Promise<void> {
  const merchant = ctx.organizationId
  await sql`
    /* set read */
    with marked as (
      update tally.event_segments set meters = meters || ${meterId}::uuid
      where merchant_id = ${merchant} and segment_id = any (${segmentIds}::uuid[])
    )
    update tally.meter_backfills set cursor = ${segmentIds.at(-1)}, events_read = events_read + ${events},
      segments_read = segments_read + ${segmentIds.length}
    where merchant_id = ${merchant} and meter_id = ${meterId}`.execute(ctx.db)
}

/** From now on the metric's figures are those of this meter. */
export async function setReady(ctx: Ctx, meterId: string, billableMetricId: string): Promise<void> {
  const merchant = ctx.organizationId
  await sql`
    /* set ready */
    with finished as (
      update tally.meter_backfills set finished_at = ${ctx.realNow}
      where merchant_id = ${merchant} and meter_id = ${meterId}
    )
    update tally.meters set ready_at = case when meter_id = ${meterId} then clock_timestamp() else ready_at end,
      retired_at = case when meter_id = ${meterId} then null else clock_timestamp() end
    where merchant_id = ${merchant} and billable_metric_id = ${billableMetricId} and retired_at is null`.execute(
    ctx.db,
  )
}

/** Whose events these are: what was read of them before says so. */
export async function listReadSubjects(
  ctx: Ctx,
  eventIds: readonly string[],
  segmentIds: readonly string[],
): Promise<ReadonlyMap<string, string>> {
  const { rows } = await sql<{ event_id: string; subject_id: string }>`
    /* list read subjects */
    select r.event_id, r.subject_id from tally.meter_readings as r
    where r.merchant_id = ${ctx.organizationId} and r.batch_id = any (${segmentIds}::uuid[])
      and r.event_id = any (${eventIds}::uuid[])`.execute(ctx.db)
  return new Map(rows.map((row) => [hexOfColumn(row.event_id), hexOfColumn(row.subject_id)]))
}
