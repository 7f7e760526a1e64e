import type { Aggregation } from '@tallystick/core/metering/reading.ts'
import { type Stretch, stretchesOf } from '@tallystick/core/metering/stretch.ts'
import { type WindowSize, windowAt } from '@tallystick/core/metering/window.ts'
import { isBefore } from '@tallystick/core/time/instant.ts'
import { type RawBuilder, sql } from 'kysely'
import { columnsOf } from './columns-store.ts'
import { inMicroseconds } from './microseconds.ts'

/** What of a metric is wanted, in the terms of the tables. */
export type Selection = {
  readonly merchantId: string
  /** Meters that read events: an array of uuids. */
  readonly meters: RawBuilder<unknown>
  /** Under which quantities stand that were reported as instant usage; they have no dimensions. */
  readonly ownMeter: string | undefined
  readonly aggregation: Aggregation
  readonly from: Temporal.Instant
  readonly to: Temporal.Instant
  readonly windowSize: WindowSize | undefined
  /** Of these subjects; of each by itself; or of all together. */
  readonly subjects: readonly string[] | 'each' | 'all'
  /** Whether dimensions are told apart, and which values of them are wanted. */
  readonly detail: boolean
  readonly dimensions: ReadonlyMap<string, readonly string[]>
}

type Sql = RawBuilder<unknown>

const nil = '00000000-0000-0000-0000-000000000000'
const sizes: readonly WindowSize[] = ['MONTH', 'DAY', 'HOUR']
/** More buckets than these are not named one by one. */
const mostNamed = 2000

/**
 * The parts of an answer, of which none overlaps another: totals of the largest buckets that fit, readings that are in
 * no total yet, and, where the time begins or ends within an hour, the readings of that hour. Columns: started (of the
 * window), subject_id, dims, events, and those of the aggregation.
 */
export function partsOf(selection: Selection): Sql {
  const { from, to, windowSize } = selection
  const largest = windowSize === undefined ? 0 : sizes.indexOf(windowSize)
  const usable = largest < 0 ? [] : sizes.slice(largest)
  const stretches = stretchesOf(inMicroseconds(from), inMicroseconds(to), usable)
  const whole = stretches.filter(({ size }) => size)
  const cut = stretches.filter(({ size }) => !size)
  const parts = [
    nothing(selection),
    ...sizes.flatMap((size) =>
      totalsOf(
        selection,
        size,
        whole.filter((one) => one.size === size),
      ),
    ),
    ...tailOf(selection, whole),
    ...cut.map((stretch) => readingsOf(selection, stretch)),
  ]
  return sql.join(parts, sql` union all `)
}

/** Gives the columns their names and types even where there is no time at all. */
function nothing({ aggregation }: Selection): Sql {
  return sql`
    select null::timestamptz as started, null::uuid as subject_id, null::jsonb as dims,
      0::bigint as events, ${columnsOf[aggregation].ofTotal}
    from tally.meter_totals as t where false`
}

function totalsOf(selection: Selection, size: WindowSize, stretches: readonly Stretch[]): Sql[] {
  if (stretches.length === 0) return []
  const { meters, ownMeter, detail } = selection
  const read = sql`t.meter_id = any (${meters}) and t.detail = ${detail}`
  const own = ownMeter && sql`t.meter_id = ${ownMeter}::uuid and not t.detail`
  return (own ? [read, own] : [read]).flatMap((which) => {
    const buckets = sql`${which} and t.grain = ${size.toLowerCase()} and ${bucketsOf(size, stretches)}`
    return totalsIn(selection, buckets)
  })
}

function totalsIn(selection: Selection, buckets: Sql): Sql[] {
  const { merchantId, aggregation } = selection
  const conditions = sql`t.merchant_id = ${merchantId} and ${buckets}
    and ${subjectsOf(selection, sql`t.subject_id`)} and ${dimensionsOf(selection, sql`t.dims`)}`
  const shared = sql`${startOf(selection, sql`t.bucket`)}, t.subject_id, t.dims`
  const totals = sql`
    select ${shared}, t.events, ${columnsOf[aggregation].ofTotal} from tally.meter_totals as t
    where ${conditions}`
  if (aggregation !== 'UNIQUE_COUNT') return [totals]
  const marks = sql`
    select ${shared}, 0, m.mark from tally.meter_totals as t join tally.meter_marks as m
      on m.merchant_id = ${merchantId} and m.meter_id = t.meter_id and m.grain = t.grain and m.detail = t.detail
      and m.bucket = t.bucket and m.subject_id = t.subject_id and m.dims_id = t.dims_id
    where ${conditions}`
  return [totals, marks]
}

/** The buckets one by one, so that those of a subject are found without reading those of all the others. */
function bucketsOf(size: WindowSize, stretches: readonly Stretch[]): Sql {
  const named: string[] = []
  for (const { from, to } of stretches) {
    let window = windowAt(size, from)
    while (isBefore(window.start, to) && named.length <= mostNamed) {
      named.push(window.start.toString())
      window = windowAt(size, window.end)
    }
  }
  if (named.length <= mostNamed) return sql`t.bucket = any (${named}::timestamptz[])`
  const ranges = stretches.map(({ from, to }) => sql`(t.bucket >= ${from} and t.bucket < ${to})`)
  return sql`(${sql.join(ranges, sql` or `)})`
}

/** Readings that no total holds yet, of the time for which totals are read. */
function tailOf(selection: Selection, whole: readonly Stretch[]): Sql[] {
  const [first, last] = [whole[0], whole.at(-1)]
  if (!first || !last) return []
  const { merchantId } = selection
  const source = sql`tally.meter_tail as w join tally.meter_readings as r
    on r.merchant_id = ${merchantId} and r.batch_id = w.batch_id and r.received_on = w.received_on`
  const condition = sql`w.merchant_id = ${merchantId}`
  return [readings(selection, { from: first.from, to: last.to }, { source, condition })]
}

function readingsOf(selection: Selection, stretch: Stretch): Sql {
  const source = sql`tally.meter_readings as r`
  const condition = sql`r.merchant_id = ${selection.merchantId}`
  return readings(selection, stretch, { source, condition })
}

type Bounds = Pick<Stretch, 'from' | 'to'>

function readings(selection: Selection, { from, to }: Bounds, of: { source: Sql; condition: Sql }) {
  const { meters, ownMeter = nil, aggregation, subjects } = selection
  const wanted =
    subjects === 'all' || subjects === 'each' ? sql`true` : subjectsOf(selection, sql`r.subject_id`)
  const dims = sql`(r.dims -> (x.position - 1)::int)`
  return sql`
    select ${startOf(selection, sql`r.happened_at`)}, r.subject_id, ${dims}, 1,
      ${columnsOf[aggregation].ofReading}
    from ${of.source} cross join lateral unnest(r.meters, r.amounts, r.marks) with ordinality
      as x (meter_id, amount, mark, position)
    where ${of.condition} and r.happened_at >= ${from} and r.happened_at < ${to} and ${wanted}
      and x.meter_id = any (${meters} || ${ownMeter}::uuid) and ${dimensionsOf(selection, dims)}`
}

function startOf({ windowSize }: Selection, moment: Sql): Sql {
  return windowSize ? sql`date_trunc(${windowSize}, ${moment}, 'UTC')` : sql`null::timestamptz`
}

function subjectsOf({ subjects }: Selection, subject: Sql): Sql {
  if (subjects === 'all') return sql`${subject} = ${nil}`
  if (subjects === 'each') return sql`${subject} <> ${nil}`
  return sql`${subject} = any (${subjects}::uuid[])`
}

function dimensionsOf({ dimensions }: Selection, dims: Sql): Sql {
  const conditions = [...dimensions].map(
    ([name, values]) => sql`coalesce(${dims} ->> ${name}::text, '') = any (${values}::text[])`,
  )
  return conditions.length === 0 ? sql`true` : sql.join(conditions, sql` and `)
}
