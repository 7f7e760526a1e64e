import { type Selectable, sql } from 'kysely'
import type { Ctx } from '../../platform/ctx.ts'
import { count, newestFirst, type Page } from '../../platform/db/page.ts'
import type { Schema } from '../../platform/db/schema.gen.ts'
import { hexOfColumn } from '../hex.ts'
import type { EventBody } from '../ingest/arrival.ts'

export type InboxKind = 'unmatched' | 'rejected' | 'unbilled'

export type NewInboxEvent = {
  readonly id: string
  readonly kind: InboxKind
  readonly eventType: string
  readonly billableMetricId?: string | undefined
  readonly reason: string
  /** 32 hex digits; of an event that is stored. */
  readonly eventId?: string | undefined
  /** As among the keys of events: what is refused again is not kept again. */
  readonly key?: string | undefined
  readonly replayable: boolean
  /** What was sent, when it is stored nowhere else. */
  readonly evidence?: EventBody | undefined
}

const place = (row: string) => ({ table: 'event_inbox', column: 'details', row })

export async function insertInboxEvents(ctx: Ctx, rows: readonly NewInboxEvent[]): Promise<void> {
  if (rows.length === 0) return
  const column = <T>(of: (row: NewInboxEvent) => T | undefined) =>
    rows.map((row) => of(row) ?? null)
  await sql`
    /* insert inbox events */
    insert into tally.event_inbox (merchant_id, inbox_event_id, kind, event_type, billable_metric_id, reason,
      event_id, key, replayable, details, created_at, state)
    select ${ctx.organizationId}, r.id, r.kind, r.event_type, r.metric, r.reason, r.event_id, r.key, r.replayable,
      r.details, ${ctx.realNow}, 'open'
    from unnest(${column(({ id }) => id)}::text[], ${column(({ kind }) => kind)}::text[],
      ${column(({ eventType }) => eventType)}::text[], ${column(({ billableMetricId }) => billableMetricId)}::text[],
      ${column(({ reason }) => reason)}::text[], ${column(({ eventId }) => eventId)}::uuid[],
      ${column(({ key }) => key)}::uuid[], ${column(({ replayable }) => replayable)}::boolean[],
      ${column(({ id, evidence }) => evidence && ctx.seals.seal(place(id), evidence))}::bytea[])
      as r (id, kind, event_type, metric, reason, event_id, key, replayable, details)
    order by r.key, r.metric
    on conflict do nothing`.execute(ctx.db)
}

export type InboxRow = NewInboxEvent & {
  readonly state: 'open' | 'replayed' | 'discarded'
  readonly createdAt: Temporal.Instant
}

export type InboxFilter = {
  readonly kind?: InboxKind | undefined
  readonly type?: string | undefined
  readonly since?: Temporal.Instant | undefined
}

/** What is open, the newest first. */
export async function listInbox(ctx: Ctx, filter: InboxFilter, page: Page) {
  let open = inbox(ctx).where('state', '=', 'open')
  const { kind, type, since } = filter
  if (kind !== undefined) open = open.where('kind', '=', kind)
  if (type !== undefined) open = open.where('event_type', '=', type)
  if (since !== undefined) open = open.where('created_at', '>=', since)
  const { rows, total } = await newestFirst(open.selectAll(), 'inbox_event_id', page)
  return { rows: rows.map((row) => openRow(ctx, row)), total }
}

/** Locked until the end, the oldest first; those that are open and can be replayed. */
export async function lockReplayable(
  ctx: Ctx,
  wanted: { readonly ids: readonly string[] } | { readonly type: string },
  atMost: number,
): Promise<InboxRow[]> {
  const open = inbox(ctx).where('state', '=', 'open').where('replayable', '=', true)
  const named =
    'ids' in wanted
      ? open.where('inbox_event_id', 'in', wanted.ids)
      : open.where('event_type', '=', wanted.type)
  const rows = await named.selectAll().orderBy('inbox_event_id').limit(atMost).forUpdate().execute()
  return rows.map((row) => openRow(ctx, row))
}

export async function countReplayable(ctx: Ctx, type: string): Promise<number> {
  return count(
    inbox(ctx)
      .where('state', '=', 'open')
      .where('replayable', '=', true)
      .where('event_type', '=', type),
  )
}

export async function lockInboxEvent(ctx: Ctx, id: string): Promise<InboxRow | undefined> {
  const row = await inbox(ctx)
    .selectAll()
    .where('inbox_event_id', '=', id)
    .forUpdate()
    .executeTakeFirst()
  return row && openRow(ctx, row)
}

export async function settleInboxEvents(
  ctx: Ctx,
  ids: readonly string[],
  state: 'replayed' | 'discarded',
): Promise<void> {
  if (ids.length === 0) return
  await ctx.db
    .updateTable('tally.event_inbox')
    .set({ state, settled_at: ctx.realNow })
    .where('merchant_id', '=', ctx.organizationId)
    .where('inbox_event_id', 'in', ids)
    .where('state', '=', 'open')
    .execute()
}

function inbox({ db, organizationId }: Ctx) {
  return db.selectFrom('tally.event_inbox').where('merchant_id', '=', organizationId)
}

type Row = Selectable<Schema['tally.event_inbox']>

function openRow(ctx: Ctx, row: Row): InboxRow {
  const { inbox_event_id: id, details } = row
  return {
    id,
    // Checks of the table keep these two among their words.
    kind: row.kind as InboxKind,
    state: row.state as InboxRow['state'],
    eventType: row.event_type,
    billableMetricId: row.billable_metric_id ?? undefined,
    reason: row.reason,
    eventId: row.event_id === null ? undefined : hexOfColumn(row.event_id),
    key: row.key === null ? undefined : hexOfColumn(row.key),
    replayable: row.replayable,
    evidence: details ? ctx.seals.open<EventBody>(place(id), details) : undefined,
    createdAt: row.created_at,
  }
}
