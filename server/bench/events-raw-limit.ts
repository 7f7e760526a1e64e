import { randomBytes } from 'node:crypto'
import pg from 'pg'
import { newId, uuidv7 } from '../src/platform/ids.ts'

export type RawOptions = {
  readonly url: string
  readonly merchants: number
  readonly seconds: number
}

/**
 * What the database alone can take: the rows of a batch of 100 events, written by a superuser in one statement, without
 * row security, reading, sealing or HTTP. One connection per merchant. Events per second.
 */
export async function rawEventLimit({ url, merchants, seconds }: RawOptions): Promise<number> {
  const writers = await Promise.all(
    Array.from({ length: merchants }, async () => {
      const client = new pg.Client({ connectionString: url })
      await client.connect()
      const subjects = Array.from({ length: 1000 }, () => uuidv7())
      return { client, merchant: newId('organization'), subjects, meters: [uuidv7(), uuidv7()] }
    }),
  )
  const end = performance.now() + seconds * 1000
  const begun = performance.now()
  let events = 0
  await Promise.all(
    writers.map(async ({ client, ...batch }) => {
      while (performance.now() < end) {
        await client.query(batchOf(batch, events))
        events += 100
      }
    }),
  )
  const rate = events / ((performance.now() - begun) / 1000)
  await Promise.all(
    writers.map(async ({ client, merchant }) => {
      await client.query('delete from tally.meter_tail where merchant_id = $1', [merchant])
      await client.end()
    }),
  )
  return rate
}

const statement = `
  with keys as (
    insert into tally.event_keys (merchant_id, win, key, event_id)
    select $1, floor(extract(epoch from now()) / 3110400)::int, e.key, e.id
    from unnest($4::uuid[], $5::uuid[]) as e (key, id) order by e.key on conflict do nothing
  ), segment as (
    insert into tally.event_segments (merchant_id, segment_id, received_at, events, types, meters, body)
    values ($1, $2, now(), 100, array['llm.call'], $3, $6)
  ), tail as (
    insert into tally.meter_tail (merchant_id, batch_id, received_on) values ($1, $2, current_date)
  )
  insert into tally.meter_readings (merchant_id, received_on, batch_id, event_id, subject_id, happened_at, meters,
    amounts, marks, dims)
  select $1, current_date, $2, e.id, e.subject, now(), $3, array[1155, 117], array[null, null]::uuid[], null
  from unnest($5::uuid[], $7::uuid[]) as e (id, subject)`

type Batch = {
  readonly merchant: string
  readonly subjects: readonly string[]
  readonly meters: readonly string[]
}

function batchOf({ merchant, subjects, meters }: Batch, from: number) {
  const turn = Array.from({ length: 100 }, (_, at) => at)
  const segmentId = uuidv7()
  return {
    name: 'raw',
    text: statement,
    values: [
      merchant,
      segmentId,
      meters,
      turn.map(() => randomBytes(16).toString('hex')),
      turn.map(() => uuidv7()),
      randomBytes(4500),
      turn.map((at) => subjects[(from + at) % subjects.length]),
    ],
  }
}
