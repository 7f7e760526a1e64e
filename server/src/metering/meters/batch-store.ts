import { stretchesOf } from '@tallystick/core/metering/stretch.ts'
import { sql } from 'kysely'
import type { Ctx } from '../../platform/ctx.ts'
import { hexOf } from '../hex.ts'
import { inMicroseconds } from './microseconds.ts'

/** One customer's usage of one metric in [from, to). */
export type MeterRequest = {
  readonly billableMetricId: string
  readonly customerId: string
  readonly from: Temporal.Instant
  readonly to: Temporal.Instant
}

export type TotalsRow = {
  /** Its place among the requests. */
  readonly at: number
  readonly aggregation: string
  readonly events: bigint
  readonly sum: string
  readonly min: string | null
  readonly max: string | null
  readonly latest: string | null
  readonly distincts: bigint
  /** When the database was asked, before it looked. */
  readonly asked_at: Temporal.Instant
}

/**
 * What each request adds up to, from one snapshot; one without events has zeros. Each stretch is looked up by itself
 * (`offset 0` leaves the planner no other way), so the time taken grows with what is read and with nothing else.
 */
export async function sumRequests(
  ctx: Ctx,
  requests: readonly MeterRequest[],
): Promise<TotalsRow[]> {
  const merchant = ctx.organizationId
  const stretches = requests.flatMap(stretchesOfRequest)
  const column = <K extends keyof (typeof stretches)[number]>(name: K) =>
    stretches.map((stretch) => stretch[name])
  const metrics = requests.map(({ billableMetricId }) => billableMetricId)
  const { rows } = await sql<TotalsRow>`
    /* sum requests */
    with wanted as (
      select w.at, w.metric, b.aggregation
      from unnest(${metrics}::text[]) with ordinality as w (metric, at)
      join tally.billable_metrics as b on b.merchant_id = ${merchant} and b.billable_metric_id = w.metric
    ), metered as (
      select w.at, m.meter_id from wanted as w join tally.meters as m on m.merchant_id = ${merchant}
        and m.billable_metric_id = w.metric and m.ready_at is not null and m.retired_at is null
    ), asked as materialized (
      select s.at, s.grain, s.from_at, s.to_at, m.meter_id, j.subject_id
      from unnest(${column('at')}::int[], ${column('customer')}::text[], ${column('digits')}::uuid[],
        ${column('grain')}::text[], ${column('from')}::timestamptz[], ${column('to')}::timestamptz[])
        as s (at, customer, digits, grain, from_at, to_at)
      join metered as m on m.at = s.at
      cross join lateral (
        select s.digits as subject_id
        union all
        select e.subject_id from tally.external_subjects as e
        where e.merchant_id = ${merchant} and e.customer_id = s.customer
      ) as j
    ), parts as (
      ${totals(merchant)} union all ${marks(merchant)} union all ${tail(merchant)} union all ${cut(merchant)}
    )
    select w.at::int - 1 as at, w.aggregation, coalesce(sum(p.events), 0)::bigint as events,
      coalesce(sum(p.sum), 0) as sum, min(p.min) as min, max(p.max) as max,
      (array_agg(p.latest order by p.latest_at desc nulls last, p.latest_event desc))[1] as latest,
      count(distinct p.mark) as distincts, statement_timestamp() as asked_at
    from wanted as w left join parts as p on p.at = w.at group by w.at, w.aggregation`.execute(
    ctx.db,
  )
  return rows
}

function stretchesOfRequest({ billableMetricId, customerId, from, to }: MeterRequest, at: number) {
  const stretches = stretchesOf(inMicroseconds(from), inMicroseconds(to), ['MONTH', 'DAY', 'HOUR'])
  return stretches.map((stretch) => ({
    at: at + 1,
    metric: billableMetricId,
    customer: customerId,
    digits: hexOf(customerId),
    grain: stretch.size?.toLowerCase() ?? '',
    from: stretch.from.toString(),
    to: stretch.to.toString(),
  }))
}

const bucketOf = (merchant: string, row: string) => sql`
  ${sql.ref(`${row}.merchant_id`)} = ${merchant} and ${sql.ref(`${row}.meter_id`)} = a.meter_id
  and ${sql.ref(`${row}.grain`)} = a.grain and not ${sql.ref(`${row}.detail`)}
  and ${sql.ref(`${row}.bucket`)} = any (array(
    select generate_series(a.from_at, a.to_at - interval '1 hour', ('1 ' || a.grain)::interval, 'UTC')))
  and ${sql.ref(`${row}.subject_id`)} = a.subject_id`

const totals = (merchant: string) => sql`
  select a.at, p.* from asked as a cross join lateral (
    select t.events, t.sum, t.min, t.max, t.latest, t.latest_at, t.latest_event, null::uuid as mark
    from tally.meter_totals as t where ${bucketOf(merchant, 't')} offset 0
  ) as p where a.grain <> ''`

const marks = (merchant: string) => sql`
  select a.at, 0, 0, null, null, null, null, null, p.mark from asked as a cross join lateral (
    select k.mark from tally.meter_marks as k where ${bucketOf(merchant, 'k')} offset 0
  ) as p where a.grain <> ''`

const read = sql`1, coalesce(x.amount, 0), x.amount, x.amount, x.amount, r.happened_at, r.event_id, x.mark`

/** The readings of the tail once for all requests; there are few. */
const tail = (merchant: string) => sql`
  select a.at, ${read}
  from tally.meter_tail as w join tally.meter_readings as r
    on r.merchant_id = ${merchant} and r.batch_id = w.batch_id and r.received_on = w.received_on
  cross join lateral unnest(r.meters, r.amounts, r.marks) as x (meter_id, amount, mark)
  join asked as a on a.meter_id = x.meter_id and a.subject_id = r.subject_id
    and r.happened_at >= a.from_at and r.happened_at < a.to_at
  where w.merchant_id = ${merchant} and a.grain <> ''`

const cut = (merchant: string) => sql`
  select a.at, p.* from asked as a cross join lateral (
    select ${read} from tally.meter_readings as r
    cross join lateral unnest(r.meters, r.amounts, r.marks) as x (meter_id, amount, mark)
    where r.merchant_id = ${merchant} and r.subject_id = a.subject_id and r.happened_at >= a.from_at
      and r.happened_at < a.to_at and x.meter_id = a.meter_id offset 0
  ) as p where a.grain = ''`
