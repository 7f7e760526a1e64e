import pg from 'pg'
import type { Installation } from '../src/installation.ts'
import { foldAllReadings } from '../src/metering/fold/fold.ts'
import { arrangeReporter, type Place } from './arrange.ts'
import { rawEventLimit } from './events-raw-limit.ts'
import type { Seller } from './load.ts'
import { type Options, say, whole } from './print.ts'
import { runLoad, startServer } from './processes.ts'

const rowsAtOnce = 500_000

/** What an event costs while a tenth of so many are stored, and then all of them: it should be the same. */
export async function measureGrowth(
  installation: Installation,
  place: Place,
  { seconds, events }: Options,
): Promise<boolean> {
  const reporter = await arrangeReporter(installation, 1000)
  const env = { DATABASE_URL: place.url, TALLY_DATA_DIR: place.dataDir }
  const command = [process.execPath, 'server/src/main.ts', 'start'] as const
  const server = await startServer({ command, env })
  const rates: number[] = []
  say(`\nbatches of 100, one merchant, with events stored`)
  try {
    let stored = 0
    for (const wanted of [Math.round(events / 10), events]) {
      await store(place, reporter, { from: stored, to: wanted })
      stored = wanted
      const raw = await rawEventLimit({ url: place.url, merchants: 1, seconds: seconds / 2 })
      const timestamp = new Date().toISOString()
      const task = { what: 'events', address: server.address, sellers: [reporter] } as const
      const more = { clients: 8, batch: 100, timestamp }
      await runLoad({ ...task, ...more, seconds: 1, run: `warm ${wanted}` })
      const got = await runLoad({ ...task, ...more, seconds, run: `${wanted}` })
      const rate = got.events / got.seconds
      rates.push(rate)
      say(`  ${whole(wanted)} stored: ${whole(rate)} events/s · raw limit ${whole(raw)}`)
      await foldAllReadings(installation.workspace)
    }
  } finally {
    await server.stop()
  }
  const [few = 0, many = 1] = rates
  say(`  an event costs ${(few / many).toFixed(2)} times as much with ten times as many stored`)
  return true
}

type Span = { readonly from: number; readonly to: number }

/** As if they had come one by one and been folded long ago. Written as the database's administrator. */
async function store({ url }: Place, { merchantId, customerIds }: Seller, { from, to }: Span) {
  const client = new pg.Client({ connectionString: url })
  await client.connect()
  await client.query('set synchronous_commit = off')
  for (let first = from; first < to; first += rowsAtOnce) {
    const last = Math.min(first + rowsAtOnce, to) - 1
    await client.query(keys, [merchantId, first, last])
    await client.query(segments, [merchantId, Math.ceil(first / 100), Math.floor(last / 100)])
    const subjects = customerIds.map((id) => id.slice(4))
    await client.query(readings, [merchantId, first, last, subjects])
  }
  for (const table of ['event_keys', 'event_segments', 'meter_readings']) {
    await client.query(`vacuum (analyze) tally.${table}`)
  }
  await client.query('checkpoint')
  await client.end()
}

const uuid = (text: string) => `lpad(to_hex(${text}), 32, '0')::uuid`

const keys = `
  insert into tally.event_keys (merchant_id, win, key, event_id)
  select $1, floor(extract(epoch from now()) / 3110400)::int, md5(n::text)::uuid, ${uuid('n')}
  from generate_series($2::bigint, $3::bigint) as n order by 3`

const segments = `
  insert into tally.event_segments (merchant_id, segment_id, received_at, events, types, meters, body)
  select $1, ${uuid('n * 100')}, now(), 100, array['llm.call'], '{}', decode(repeat(md5(n::text), 100), 'hex')
  from generate_series($2::bigint, $3::bigint) as n`

const readings = `
  insert into tally.meter_readings (merchant_id, received_on, batch_id, event_id, subject_id, happened_at, meters,
    amounts, marks, dims)
  select $1, current_date, ${uuid('n / 100 * 100')}, ${uuid('n')},
    ($4::uuid[])[1 + (n * 7919) % cardinality($4::uuid[])], now() - n * interval '1 millisecond',
    array_fill(${uuid('1')}, array[2]), array[1 + n % 1999, 1 + n % 400]::numeric[], array_fill(null::uuid, array[2]),
    null
  from generate_series($2::bigint, $3::bigint) as n`
