import { sql } from 'kysely'
import type { Ctx } from '../../platform/ctx.ts'
import type { Page } from '../../platform/db/page.ts'
import { nameIndex } from '../ingest/event-store.ts'
import { readyMeters } from './definition-store.ts'
import { inMicroseconds } from './microseconds.ts'

export type EventSearch = {
  readonly billableMetricId: string
  readonly from: Temporal.Instant
  readonly to: Temporal.Instant
  /** Undefined: of all customers, and of nobody. */
  readonly subjects: readonly string[] | undefined
  /** What the sender wrote. */
  readonly externalId: string | undefined
  readonly externalSubject: string | undefined
}

export type ReadEvent = {
  readonly event_id: string
  readonly happened_at: Temporal.Instant
  /** The customer it belongs to now. */
  readonly customer_id: string | null
}

/** Events that a metric read, the latest first; of one time, those that came last. */
export async function listReadEvents(
  ctx: Ctx,
  search: EventSearch,
  { limit, offset }: Page,
): Promise<ReadEvent[]> {
  const { rows } = await sql<ReadEvent>`
    /* list read events */
    select p.event_id, p.happened_at,
      case when e.subject_id is null then 'cus_' || replace(p.subject_id::text, '-', '') else e.customer_id end
        as customer_id
    from (
      select r.event_id, r.happened_at, r.subject_id ${readBy(ctx, search)}
      order by r.happened_at desc, r.event_id desc limit ${limit} offset ${offset}
    ) as p
    left join tally.external_subjects as e
      on e.merchant_id = ${ctx.organizationId} and e.subject_id = p.subject_id
    order by p.happened_at desc, p.event_id desc`.execute(ctx.db)
  return rows
}

export async function countReadEvents(ctx: Ctx, search: EventSearch): Promise<number> {
  const { rows } = await sql<{ total: number }>`
    /* count read events */
    select count(*)::int as total ${readBy(ctx, search)}`.execute(ctx.db)
  return rows[0]?.total ?? 0
}

/** Ids of events that a metric read and that arrived at a moment of real time or later, in the order of arrival. */
export async function listArrivedSince(
  ctx: Ctx,
  search: Omit<EventSearch, 'externalId' | 'externalSubject'>,
  since: Temporal.Instant,
): Promise<string[]> {
  const unnamed = { ...search, externalId: undefined, externalSubject: undefined }
  const { rows } = await sql<{ event_id: string }>`
    /* list arrived since */
    select distinct r.event_id ${readBy(ctx, unnamed)} and r.event_id >= ${firstIdAt(since)}::uuid
    order by r.event_id`.execute(ctx.db)
  return rows.map(({ event_id }) => event_id)
}

/** Ids begin with the millisecond in which they were made (RFC 9562, version 7). */
function firstIdAt({ epochMilliseconds }: Temporal.Instant): string {
  return epochMilliseconds.toString(16).padStart(12, '0').padEnd(32, '0')
}

function readBy(ctx: Ctx, { billableMetricId, from, to, subjects, ...names }: EventSearch) {
  const named = (column: 'external_id' | 'external_subject', text: string | undefined) =>
    text === undefined
      ? sql``
      : sql`and ${sql.ref(`r.${column}`)} = ${nameIndex(ctx, column, text)}::uuid`
  const wanted = subjects ? sql`and r.subject_id = any (${subjects}::uuid[])` : sql``
  return sql`
    from tally.meter_readings as r
    where r.merchant_id = ${ctx.organizationId} and r.happened_at >= ${inMicroseconds(from)}
      and r.happened_at < ${inMicroseconds(to)} ${wanted}
      ${named('external_id', names.externalId)} ${named('external_subject', names.externalSubject)}
      and r.meters && ${readyMeters(ctx.organizationId, billableMetricId)}`
}
