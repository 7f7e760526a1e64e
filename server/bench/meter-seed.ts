import pg from 'pg'

export type Seeded = {
  readonly url: string
  readonly merchantId: string
  readonly billableMetricId: string
  /** 32 hex digits. */
  readonly meterId: string
  readonly customerIds: readonly string[]
  readonly events: number
  /** A month in UTC. */
  readonly from: string
  readonly days: number
}

const models = 10
const rowsAtOnce = 1_000_000

/**
 * Events of a month as if they had come one by one and been folded long ago: what a meter read of each, and what they add
 * up to by the hour, day and month. Written as the database's administrator; taking events in is measured elsewhere.
 */
export async function seedMeter(seeded: Seeded): Promise<void> {
  const client = new pg.Client({ connectionString: seeded.url })
  await client.connect()
  await client.query('set synchronous_commit = off')
  await client.query(`set maintenance_work_mem = '512MB'`)
  await client.query(`set work_mem = '256MB'`)
  await client.query(
    `update tally.billable_metrics set group_by = '{"model": "$.model"}' where billable_metric_id = $1`,
    [seeded.billableMetricId],
  )
  await client.query(
    `insert into tally.meters (merchant_id, meter_id, billable_metric_id, aggregation, event_type, value_property,
       group_by, created_at, ready_at)
     values ($1, $2, $3, 'SUM', 'llm.call', '$.tokens', '{"model": "$.model"}', now(), now())`,
    [seeded.merchantId, seeded.meterId, seeded.billableMetricId],
  )
  for (let first = 0; first < seeded.events; first += rowsAtOnce) {
    await client.query(readings, [
      seeded.merchantId,
      seeded.meterId,
      seeded.customerIds.map((id) => id.slice(4)),
      seeded.from,
      seeded.days,
      seeded.events,
      first,
      Math.min(first + rowsAtOnce, seeded.events) - 1,
    ])
  }
  for (const grain of ['hour', 'day', 'month']) {
    await client.query(totals, [seeded.merchantId, seeded.meterId, grain])
  }
  await client.query('vacuum (analyze) tally.meter_totals')
  await client.query('vacuum (analyze) tally.meter_readings')
  await client.end()
}

/** Spread evenly over the month; customers, models and amounts in a mixture that repeats late. */
const readings = `
  insert into tally.meter_readings (merchant_id, received_on, batch_id, event_id, subject_id, happened_at, meters,
    amounts, marks, dims)
  select $1, current_date, lpad(to_hex(n / 100), 32, '0')::uuid, lpad(to_hex(n), 32, '0')::uuid,
    ($3::uuid[])[1 + (n * 7919) % cardinality($3::uuid[])],
    $4::timestamptz + $5 * interval '1 day' * (n / $6::float8),
    array[$2::uuid], array[(1 + (n * 104729) % 2000)::numeric], array[null::uuid],
    jsonb_build_array(jsonb_build_object('model', 'model-' || (n / 7) % ${models}))
  from generate_series($7::bigint, $8::bigint) as n`

const totals = `
  insert into tally.meter_totals (merchant_id, meter_id, grain, detail, bucket, subject_id, dims_id, dims, events, sum,
    min, max, latest, latest_at, latest_event, distincts, touched_at)
  select $1, $2, $3, grouping(r.dims) = 0, date_trunc($3, r.happened_at, 'UTC'),
    coalesce(r.subject_id, '00000000-0000-0000-0000-000000000000'),
    case when grouping(r.dims) = 0 then md5((r.dims -> 0)::text)::uuid
      else '00000000-0000-0000-0000-000000000000' end,
    r.dims -> 0, count(*), sum(r.amounts[1]), min(r.amounts[1]), max(r.amounts[1]), max(r.amounts[1]),
    max(r.happened_at), '00000000-0000-0000-0000-000000000000', 0, now()
  from tally.meter_readings as r where r.merchant_id = $1
  group by date_trunc($3, r.happened_at, 'UTC'),
    grouping sets ((r.subject_id, r.dims), (r.subject_id), (r.dims), ())`
