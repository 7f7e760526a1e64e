import { assert } from '@tallystick/core/assert.ts'
import { nanosToText } from '@tallystick/core/money/money.ts'
import { type SelectQueryBuilder, sql } from 'kysely'
import type { Ctx } from '../platform/ctx.ts'
import { currencyOf, nanosOf } from '../platform/db/amounts.ts'
import type { Page } from '../platform/db/page.ts'
import type { Schema } from '../platform/db/schema.gen.ts'
import type { ChargedEvent, Remainder } from './event.ts'
import { packSegment, unpackSegment } from './segment.ts'

export type NewEvent = ChargedEvent & {
  readonly key: string
  /** Nanos per property, without tax. */
  readonly propertyNets: readonly bigint[]
}

/** The events of a flush and their segment, in one statement; keys in their order, so that two retries cannot deadlock. */
export async function insertEvents(ctx: Ctx, segmentId: string, events: readonly NewEvent[]) {
  const merchant = ctx.organizationId
  const remainders = events.map(({ remainder }) => remainder)
  const text = (of: (event: NewEvent) => string | undefined) => events.map((e) => of(e) ?? null)
  await sql`
    /* insert usage events */
    with segment as (
      insert into tally.usage_segments (merchant_id, segment_id, body, created_at)
      values (${merchant}, ${segmentId}, ${packSegment(ctx, segmentId, remainders)}, ${ctx.now})
    )
    insert into tally.usage_events (merchant_id, usage_event_id, key, customer_id, consumer_id,
      subscription_id, used_at, created_at, currency, price, tax, fee, entry_id, segment_id, line,
      metric_ids, quantities, prices)
    select ${merchant}, e.id, e.key, e.customer, e.consumer, e.subscription, e.used_at,
      ${events[0]?.createdAt}, e.currency, e.price, e.tax, e.fee, e.entry, ${segmentId}, e.line - 1,
      e.metrics::text[], e.quantities::numeric[], e.prices::numeric[]
    from unnest(
      ${text(({ id }) => id)}::text[], ${text(({ key }) => key)}::uuid[],
      ${text(({ customerId }) => customerId)}::text[], ${text(({ consumerId }) => consumerId)}::text[],
      ${text(({ subscriptionId }) => subscriptionId)}::text[],
      ${text(({ usedAt }) => usedAt.toString())}::timestamptz[],
      ${text(({ currency }) => currency)}::text[], ${text(({ price }) => nanosToText(price))}::numeric[],
      ${text(({ tax }) => nanosToText(tax))}::numeric[], ${text(({ fee }) => nanosToText(fee))}::numeric[],
      ${text(({ entryId }) => entryId)}::text[],
      ${text(({ properties }) => `{${properties.map(({ metricId }) => metricId)}}`)}::text[],
      ${text(({ properties }) => `{${properties.map(({ quantity }) => quantity)}}`)}::text[],
      ${text(({ propertyNets }) => `{${propertyNets.map((nanos) => nanosToText(nanos))}}`)}::text[])
      with ordinality as e (id, key, customer, consumer, subscription, used_at, currency, price, tax,
        fee, entry, metrics, quantities, prices, line)
    order by e.key`.execute(ctx.db)
}

/**
 * Which of these keys are taken, and by which event. Written as an ordered range of one, the look-up can use no other
 * index than that of the keys, whatever the planner believes of a table that has just begun to grow.
 */
export async function findKeys(ctx: Ctx, keys: readonly string[]): Promise<Map<string, string>> {
  const { rows } = await sql<{ key: string; usage_event_id: string }>`
    /* find usage keys */
    select k.key, e.usage_event_id from unnest(${keys}::uuid[]) as k (key) cross join lateral (
      select u.usage_event_id from tally.usage_events as u
      where u.merchant_id = ${ctx.organizationId} and u.key between k.key and k.key
      order by u.key limit 1
    ) as e`.execute(ctx.db)
  return new Map(rows.map(({ key, usage_event_id }) => [key.replaceAll('-', ''), usage_event_id]))
}

type EventRow = Omit<Awaited<ReturnType<typeof selectEvents>>[number], 'key' | 'prices'>

function selectEvents(narrowed: EventsQuery, page: Page) {
  return narrowed
    .leftJoin('tally.usage_refunds as r', (join) =>
      join
        .onRef('r.merchant_id', '=', 'e.merchant_id')
        .onRef('r.usage_event_id', '=', 'e.usage_event_id'),
    )
    .selectAll('e')
    .select(['r.refunded_at', 'r.reason'])
    .orderBy('e.used_at', 'desc')
    .orderBy('e.usage_event_id', 'desc')
    .limit(page.limit)
    .offset(page.offset)
    .execute()
}

// biome-ignore lint/complexity/noBannedTypes: kysely writes "nothing selected yet" as {}.
type EventsQuery = SelectQueryBuilder<Schema & { e: Schema['tally.usage_events'] }, 'e', {}>

function eventsOf(ctx: Ctx): EventsQuery {
  return ctx.db
    .selectFrom('tally.usage_events as e')
    .where('e.merchant_id', '=', ctx.organizationId) as unknown as EventsQuery
}

/** Looked up one by one, as keys are: a plan for all at once may read everything there is. */
export async function findEvents(ctx: Ctx, ids: readonly string[]): Promise<ChargedEvent[]> {
  if (ids.length === 0) return []
  const { rows } = await sql<EventRow>`
    /* find usage events */
    select e.merchant_id, e.usage_event_id, e.customer_id, e.consumer_id, e.subscription_id, e.used_at,
      e.created_at, e.currency, e.price, e.tax, e.fee, e.entry_id, e.segment_id, e.line, e.metric_ids,
      e.quantities, r.refunded_at, r.reason
    from unnest(${ids}::text[]) as k (id)
    cross join lateral (
      select u.* from tally.usage_events as u
      where u.merchant_id = ${ctx.organizationId} and u.usage_event_id between k.id and k.id
      order by u.usage_event_id limit 1
    ) as e
    left join tally.usage_refunds as r
      on r.merchant_id = ${ctx.organizationId} and r.usage_event_id = e.usage_event_id`.execute(
    ctx.db,
  )
  return opened(ctx, rows)
}

export type EventFilter = {
  readonly from: Temporal.Instant
  readonly to: Temporal.Instant
  readonly customerId?: string | undefined
  readonly consumerId?: string | undefined
  readonly subscriptionId?: string | undefined
}

/** Those used in [from, to), the latest first. */
export async function listEvents(ctx: Ctx, filter: EventFilter, page: Page) {
  const narrow = (query: EventsQuery) => {
    let narrowed = query.where('e.used_at', '>=', filter.from).where('e.used_at', '<', filter.to)
    const { customerId, consumerId, subscriptionId } = filter
    if (customerId) narrowed = narrowed.where('e.customer_id', '=', customerId)
    if (consumerId) narrowed = narrowed.where('e.consumer_id', '=', consumerId)
    if (subscriptionId) narrowed = narrowed.where('e.subscription_id', '=', subscriptionId)
    return narrowed
  }
  const { total } = await narrow(eventsOf(ctx))
    .select(sql<number>`count(*)::int`.as('total'))
    .executeTakeFirstOrThrow()
  return { rows: await opened(ctx, await selectEvents(narrow(eventsOf(ctx)), page)), total }
}

async function opened(ctx: Ctx, rows: readonly EventRow[]): Promise<ChargedEvent[]> {
  const segments = await segmentsOf(ctx, rows)
  return rows.map((row) => {
    const remainder = segments.get(row.segment_id)?.[row.line]
    assert(remainder, `segment ${row.segment_id} has the line of ${row.usage_event_id}`)
    return eventOf(ctx, row, remainder)
  })
}

/** Each segment is read and opened once, however many of its events are asked for. */
async function segmentsOf(ctx: Ctx, rows: readonly EventRow[]) {
  const ids = [...new Set(rows.map(({ segment_id }) => segment_id))]
  const { rows: segments } = await sql<{ segment_id: string; body: Buffer }>`
    select s.segment_id, s.body from tally.usage_segments as s
    where s.merchant_id = ${ctx.organizationId} and s.segment_id = any (${ids}::text[])`.execute(
    ctx.db,
  )
  return new Map(
    segments.map(({ segment_id, body }) => [segment_id, unpackSegment(ctx, segment_id, body)]),
  )
}

function eventOf(ctx: Ctx, row: EventRow, remainder: Remainder): ChargedEvent {
  return {
    id: row.usage_event_id,
    merchantId: row.merchant_id,
    customerId: row.customer_id,
    consumerId: row.consumer_id,
    subscriptionId: row.subscription_id,
    usedAt: row.used_at,
    createdAt: row.created_at,
    currency: currencyOf(row.currency),
    price: nanosOf(row.price),
    tax: nanosOf(row.tax),
    fee: nanosOf(row.fee),
    entryId: row.entry_id ?? undefined,
    properties: row.metric_ids.map((metricId, at) => ({
      metricId,
      quantity: Number(row.quantities[at]),
    })),
    remainder,
    refund: row.refunded_at
      ? { refundedAt: row.refunded_at, reason: openReason(ctx, row.usage_event_id, row.reason) }
      : undefined,
  }
}

const reasonPlace = (row: string) => ({ table: 'usage_refunds', column: 'reason', row })

function openReason(ctx: Ctx, id: string, reason: Buffer | null): string | undefined {
  return reason ? ctx.seals.open<string>(reasonPlace(id), reason) : undefined
}

export type NewRefund = {
  readonly event: ChargedEvent
  readonly entryId: string | undefined
  readonly reason: string | undefined
}

/** Whether this was the first refund of the event; a second one waits for the first, and is none. */
export async function insertRefund(ctx: Ctx, { event, entryId, reason }: NewRefund) {
  const { numInsertedOrUpdatedRows = 0n } = await ctx.db
    .insertInto('tally.usage_refunds')
    .values({
      merchant_id: ctx.organizationId,
      usage_event_id: event.id,
      customer_id: event.customerId,
      entry_id: entryId ?? null,
      reason: reason === undefined ? null : ctx.seals.seal(reasonPlace(event.id), reason),
      refunded_at: ctx.now,
    })
    .onConflict((conflict) => conflict.doNothing())
    .executeTakeFirst()
  return numInsertedOrUpdatedRows > 0n
}
