import { type RawBuilder, sql } from 'kysely'
import type { Ctx } from '../../platform/ctx.ts'
import { columnsOf } from './columns-store.ts'
import { partsOf, type Selection } from './parts-store.ts'

/** Groups of an answer: by the subject (undefined) and by dimensions of these names. */
export type Grouping = {
  readonly keys: readonly (string | undefined)[]
  readonly limit: number | undefined
  readonly offset: number
}

export type Figure = {
  readonly kind: 'total' | 'window' | 'group' | 'cell'
  readonly started: Temporal.Instant | null
  /** Values of the keys of the grouping. */
  readonly keys: readonly string[] | null
  readonly value: string
  readonly events: bigint
  /** Of the total: how many groups there are. */
  readonly groups: bigint | null
}

/**
 * The figures of one answer, from one snapshot: the total; then windows in order of time, or groups in order of size, or,
 * with both, the windows of each group in order of time and then of size. At most so many besides the total.
 */
export async function listFigures(
  ctx: Ctx,
  selection: Selection,
  { grouping, most }: { readonly grouping: Grouping | undefined; readonly most: number },
): Promise<Figure[]> {
  const value = columnsOf[selection.aggregation].value
  const { rows } = await sql<Figure>`
    /* read meter */
    with parts as materialized (${partsOf(selection)})
    ${grouping ? groupsOf(selection, grouping) : sql``}
    select f.kind, f.started, f.keys, f.value, f.events::bigint as events, f.groups
    from (
      select 'total' as kind, null::timestamptz as started, 0::bigint as place, null::text[] as keys,
        ${value} as value, coalesce(sum(p.events), 0) as events,
        ${grouping ? sql`(select count(*) from groups)` : sql`null::bigint`} as groups
      from parts as p
      ${detailsOf(selection, grouping)}
    ) as f
    order by f.kind <> 'total', f.started, f.place limit ${most + 1}`.execute(ctx.db)
  return rows
}

function groupsOf(selection: Selection, { keys, limit, offset }: Grouping): RawBuilder<unknown> {
  const value = columnsOf[selection.aggregation].value
  const joined = sql`left join tally.external_subjects as e
    on e.merchant_id = ${selection.merchantId} and e.subject_id = q.subject_id`
  return sql`, keyed as (
      select q.*, array[${sql.join(keys.map(keyOf))}]::text[] as keys from parts as q ${joined}
    ), groups as materialized (
      select p.keys, ${value} as value, sum(p.events) as events from keyed as p group by p.keys
    ), shown as (
      select g.keys, g.value, g.events,
        row_number() over (order by g.value desc, g.keys collate "C") as place
      from groups as g order by g.value desc, g.keys collate "C"
      limit ${limit ?? null} offset ${offset}
    )`
}

function keyOf(dimension: string | undefined): RawBuilder<unknown> {
  if (dimension !== undefined) return sql`coalesce(q.dims ->> ${dimension}::text, '')`
  return sql`case when e.subject_id is null then 'cus_' || replace(q.subject_id::text, '-', '')
    else coalesce(e.customer_id, '') end`
}

function detailsOf(selection: Selection, grouping: Grouping | undefined): RawBuilder<unknown> {
  const value = columnsOf[selection.aggregation].value
  const { windowSize } = selection
  if (grouping && windowSize) {
    return sql`union all
      select 'cell', p.started, s.place, p.keys, ${value}, sum(p.events), null
      from keyed as p join shown as s on s.keys = p.keys group by p.started, s.place, p.keys`
  }
  if (grouping) {
    return sql`union all
      select 'group', null, s.place, s.keys, s.value, s.events, null from shown as s`
  }
  if (!windowSize) return sql``
  return sql`union all
    select 'window', p.started, 0, null, ${value}, sum(p.events), null from parts as p group by p.started`
}
