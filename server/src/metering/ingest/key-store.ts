import { sql } from 'kysely'
import type { Ctx } from '../../platform/ctx.ts'
import { hexOfColumn } from '../hex.ts'
import type { Arrival } from './arrival.ts'

/** Windows of 36 days by the database's clock; see the migration of event_keys. */
const epoch = sql`extract(epoch from now())`
const thisWindow = sql`floor(${epoch} / 3110400)::int`
/** While transactions of the window before may still be running, a key is taken in both. */
const isYoung = sql`${epoch} - ${thisWindow} * 3110400 < 60`

export type Taking = Pick<Arrival, 'key' | 'eventId'>
export type Taken = {
  /** Keys that are these events' from now on. */
  readonly fresh: ReadonlySet<string>
  /** The event of each key that was taken before. */
  readonly earlier: ReadonlyMap<string, string>
}

/**
 * Takes keys for events, in their order, so that two retries cannot deadlock; of two processes that want the same one at
 * the same time the second waits for the first. Each key is looked up as an ordered range of one: the look-up can use no
 * other index, whatever the planner believes of a table that has just begun to grow.
 */
export async function takeKeys(ctx: Ctx, wanted: readonly Taking[]): Promise<Taken> {
  const merchant = ctx.organizationId
  const keys = sql`${wanted.map(({ key }) => key)}::uuid[]`
  const ids = sql`${wanted.map(({ eventId }) => eventId)}::uuid[]`
  const { rows } = await sql<{ key: string; event_id: string | null }>`
    /* take event keys */
    with known as (
      select k.key, e.event_id from unnest(${keys}) as k (key) cross join lateral (
        select x.event_id from tally.event_keys as x
        where x.merchant_id = ${merchant} and x.win = ${thisWindow} - 1 and x.key between k.key and k.key
        order by x.key limit 1
      ) as e
    ), taken as (
      insert into tally.event_keys (merchant_id, win, key, event_id)
      select ${merchant}, w.win, k.key, k.id from unnest(${keys}, ${ids}) as k (key, id)
      cross join generate_series(${thisWindow} - (${isYoung})::int, ${thisWindow}) as w (win)
      where not exists (select from known as n where n.key = k.key)
      order by k.key, w.win
      on conflict do nothing returning key
    )
    select n.key, n.event_id from known as n
    union all
    select t.key, null from taken as t group by t.key having count(*) = 1 + (${isYoung})::int`.execute(
    ctx.db,
  )
  const fresh = rows.filter(({ event_id }) => event_id === null).map(({ key }) => hexOfColumn(key))
  return { fresh: new Set(fresh), earlier: earlierOf(rows) }
}

/** Of keys that were not taken: whose they are. */
export async function findKeys(ctx: Ctx, keys: readonly string[]): Promise<Map<string, string>> {
  const { rows } = await sql<{ key: string; event_id: string }>`
    /* find event keys */
    select k.key, e.event_id from unnest(${keys}::uuid[]) as k (key) cross join lateral (
      select x.event_id from tally.event_keys as x
      where x.merchant_id = ${ctx.organizationId} and x.win in (${thisWindow}, ${thisWindow} - 1)
        and x.key between k.key and k.key
      order by x.key limit 1
    ) as e`.execute(ctx.db)
  return earlierOf(rows)
}

function earlierOf(rows: readonly { key: string; event_id: string | null }[]) {
  return new Map(
    rows.flatMap(({ key, event_id }) =>
      event_id === null ? [] : [[hexOfColumn(key), hexOfColumn(event_id)]],
    ),
  )
}

/** Gives keys back that were taken in this transaction for events that are not stored. */
export async function releaseKeys(ctx: Ctx, taken: readonly Taking[]): Promise<void> {
  if (taken.length === 0) return
  await sql`
    /* release event keys */
    delete from tally.event_keys as x
    using unnest(${taken.map(({ key }) => key)}::uuid[], ${taken.map(({ eventId }) => eventId)}::uuid[])
      as k (key, id)
    where x.merchant_id = ${ctx.organizationId} and x.win in (${thisWindow}, ${thisWindow} - 1)
      and x.key = k.key and x.event_id = k.id`.execute(ctx.db)
}
