import { sql } from 'kysely'
import type { Ctx } from '../../platform/ctx.ts'

const nil = sql`'00000000-0000-0000-0000-000000000000'::uuid`

/**
 * Moves the oldest batches from the tail into the totals, and says how many. While another does it, nothing is left to
 * do. First per meter, subject, hour and dimensions, then each of these goes into every bucket that it belongs to.
 */
export async function foldOldest(ctx: Ctx, atMost: number): Promise<number> {
  const merchant = ctx.organizationId
  const turn = await sql<{ ours: boolean }>`
    select pg_try_advisory_xact_lock(hashtextextended(${`fold meters ${merchant}`}, 0)) as ours`.execute(
    ctx.db,
  )
  if (!turn.rows[0]?.ours) return 0
  const { rows } = await sql<{ folded: number }>`
    with oldest as materialized (
      select t.batch_id from tally.meter_tail as t where t.merchant_id = ${merchant}
      order by t.batch_id limit ${atMost}
    ), taken as materialized (
      delete from tally.meter_tail as t using oldest as o
      where t.merchant_id = ${merchant} and t.batch_id = o.batch_id returning t.batch_id, t.received_on
    ), read as materialized (
      select m.meter_id, r.subject_id, date_trunc('hour', r.happened_at, 'UTC') as hour, r.happened_at, r.event_id,
        m.amount, m.mark, r.dims -> (m.place::int - 1) as dims
      from taken as t
      join tally.meter_readings as r
        on r.merchant_id = ${merchant} and r.batch_id = t.batch_id and r.received_on = t.received_on
      cross join lateral unnest(r.meters, r.amounts, r.marks) with ordinality as m (meter_id, amount, mark, place)
    ), hours as materialized (
      select r.meter_id, r.subject_id, r.hour, nullif(r.dims, 'null'::jsonb) as dims, count(*) as events,
        coalesce(sum(r.amount), 0) as sum, min(r.amount) as min, max(r.amount) as max,
        ${last('r.amount', 'r.happened_at', 'r.event_id')}
      from read as r group by r.meter_id, r.subject_id, r.hour, nullif(r.dims, 'null'::jsonb)
    ), ${marks(merchant)}, buckets as (
      select h.meter_id, g.grain, d.detail, date_trunc(g.grain, h.hour, 'UTC') as bucket, s.subject_id, d.dims_id, d.dims,
        sum(h.events)::bigint as events, sum(h.sum) as sum, min(h.min) as min, max(h.max) as max,
        ${last('h.latest', 'h.latest_at', 'h.latest_event')}
      from hours as h cross join ${places(sql`h`)}
      group by h.meter_id, g.grain, d.detail, date_trunc(g.grain, h.hour, 'UTC'), s.subject_id, d.dims_id, d.dims
    ), folded as (
      insert into tally.meter_totals as t (merchant_id, meter_id, grain, detail, bucket, subject_id, dims_id, dims,
        events, sum, min, max, latest, latest_at, latest_event, distincts, touched_at)
      select ${merchant}, b.meter_id, b.grain, b.detail, b.bucket, b.subject_id, b.dims_id, b.dims,
        b.events, b.sum, b.min, b.max, b.latest, b.latest_at, b.latest_event,
        coalesce(n.marks, 0), clock_timestamp()
      from buckets as b left join counted as n using (meter_id, grain, detail, bucket, subject_id, dims_id)
      order by b.meter_id, b.grain, b.detail, b.bucket, b.subject_id, b.dims_id
      on conflict (merchant_id, meter_id, grain, detail, bucket, subject_id, dims_id) do update set
        events = t.events + excluded.events, sum = t.sum + excluded.sum,
        min = least(t.min, excluded.min), max = greatest(t.max, excluded.max),
        latest = case when ${isLater} then excluded.latest else t.latest end,
        latest_at = case when ${isLater} then excluded.latest_at else t.latest_at end,
        latest_event = case when ${isLater} then excluded.latest_event else t.latest_event end,
        distincts = t.distincts + excluded.distincts, touched_at = clock_timestamp()
    )
    select count(*)::int as folded from taken`.execute(ctx.db)
  return rows[0]?.folded ?? 0
}

/** The last of the amounts in a group: of the greatest time and, among those, the last to arrive. */
function last(amount: string, at: string, event: string) {
  const of = (column: string) => sql`(array_agg(${sql.ref(column)}
    order by ${sql.ref(at)} desc, ${sql.ref(event)} desc) filter (where ${sql.ref(amount)} is not null))[1]`
  return sql`${of(amount)} as latest, ${of(at)} as latest_at, ${of(event)} as latest_event`
}

const isLater = sql`excluded.latest_at is not null and (t.latest_at is null
  or (excluded.latest_at, excluded.latest_event) > (t.latest_at, t.latest_event))`

/** Every bucket that an hour of a subject goes into: each grain, alone and with all others, with and without dimensions. */
function places(of: ReturnType<typeof sql>) {
  return sql`(values ('hour'), ('day'), ('month')) as g (grain)
    cross join lateral (values (${of}.subject_id), (${nil})) as s (subject_id)
    cross join lateral (
      select false as detail, ${nil} as dims_id, null::jsonb as dims
      union all select true, md5(${of}.dims::text)::uuid, ${of}.dims where ${of}.dims is not null
    ) as d`
}

/** Values that are counted once: those that a bucket did not have, and how many these are. */
function marks(merchant: string) {
  return sql`marked as (
      select distinct r.meter_id, r.subject_id, r.hour, nullif(r.dims, 'null'::jsonb) as dims, r.mark
      from read as r where r.mark is not null
    ), new_marks as (
      insert into tally.meter_marks (merchant_id, meter_id, grain, detail, bucket, subject_id, dims_id, mark)
      select distinct ${merchant}, h.meter_id, g.grain, d.detail, date_trunc(g.grain, h.hour, 'UTC'), s.subject_id,
        d.dims_id, h.mark
      from marked as h cross join ${places(sql`h`)}
      order by 2, 3, 4, 5, 6, 7, 8
      on conflict do nothing returning meter_id, grain, detail, bucket, subject_id, dims_id
    ), counted as (
      select n.meter_id, n.grain, n.detail, n.bucket, n.subject_id, n.dims_id, count(*) as marks
      from new_marks as n group by n.meter_id, n.grain, n.detail, n.bucket, n.subject_id, n.dims_id
    )`
}

export async function listMerchantsToFold(ctx: Ctx): Promise<string[]> {
  const { rows } = await sql<{ merchant_id: string }>`
    select merchant_id from tally.list_meters_to_fold()`.execute(ctx.db)
  return rows.map(({ merchant_id }) => merchant_id)
}
