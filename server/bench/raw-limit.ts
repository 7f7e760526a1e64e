import { randomBytes } from 'node:crypto'
import pg from 'pg'
import { newId, uuidv7 } from '../src/platform/ids.ts'

type Scratch = {
  readonly book: string
  readonly customers: readonly string[]
  readonly accounts: readonly string[]
  readonly singles: readonly string[]
}

export type RawOptions = {
  readonly url: string
  readonly books: number
  readonly customers: number
  readonly seconds: number
}

/**
 * What the database alone can take: the rows of a batch of 100 events, written by a superuser in one statement, without
 * row security, keys, prices or HTTP. One connection per book. Events per second.
 */
export async function rawLimit({ url, books, customers, seconds }: RawOptions): Promise<number> {
  const scratches = Array.from({ length: books }, () => scratchOf(customers))
  const clients = await Promise.all(
    scratches.map(async (scratch) => {
      const client = new pg.Client({ connectionString: url })
      await client.connect()
      await open(client, scratch)
      return { client, scratch }
    }),
  )
  const end = performance.now() + seconds * 1000
  const begun = performance.now()
  let events = 0
  await Promise.all(
    clients.map(async ({ client, scratch }) => {
      while (performance.now() < end) {
        await client.query(batchOf(scratch))
        events += 100
      }
    }),
  )
  const rate = events / ((performance.now() - begun) / 1000)
  await Promise.all(clients.map(({ client }) => client.end()))
  return rate
}

function scratchOf(customers: number): Scratch {
  return {
    book: newId('organization'),
    customers: Array.from({ length: customers }, () => newId('customer')),
    accounts: Array.from({ length: customers }, () => newId('account')),
    singles: [newId('account'), newId('account')],
  }
}

async function open(client: pg.Client, { book, customers, accounts, singles }: Scratch) {
  const insert = `insert into tally.accounts (book_id, account_id, kind, subject, currency, has_floor, balance, created_at)`
  await client.query(
    `${insert} select $1, a, 'funds', c, 'USD', true, 1e12, now() from unnest($2::text[], $3::text[]) as x (a, c)`,
    [book, accounts, customers],
  )
  await client.query(
    `${insert} select $1, a, a, '', 'USD', false, 0, now() from unnest($2::text[]) as a`,
    [book, singles],
  )
}

const statement = `
  with moved as (
    update tally.accounts as a set balance = a.balance - m.amount
    from (select a, sum(0.01) as amount from unnest($2::text[]) as a group by a order by a) as m
    where a.book_id = $1 and a.account_id = m.a
  ), entry as (
    insert into tally.entries (book_id, entry_id, fact, subject, booked_at) values ($1, $3, 'usage.charged', $3, now())
  ), lines as (
    insert into tally.postings (book_id, entry_id, line, debit_account, credit_account, amount, currency)
    select $1, $3, row_number() over (), a, $4, sum(0.01), 'USD' from unnest($2::text[]) as a group by a
  ), deltas as (
    insert into tally.account_deltas (book_id, account_id, amount) values ($1, $4, 0.98), ($1, $5, 0.02)
  ), segment as (
    insert into tally.usage_segments (merchant_id, segment_id, body, created_at) values ($1, $3, $6, now())
  )
  insert into tally.usage_events (merchant_id, usage_event_id, key, customer_id, consumer_id, subscription_id, used_at,
    created_at, currency, price, tax, fee, entry_id, segment_id, line, metric_ids, quantities, prices)
  select $1, e.id, e.key, e.customer, e.customer, e.customer, now(), now(), 'USD', 0.01, 0, 0.0002, $3, $3, e.line,
    array[$4, $5], array[1155, 117], array[0.0028875, 0.00117]
  from unnest($7::text[], $8::uuid[], $9::text[]) with ordinality as e (id, key, customer, line)`

function batchOf({ book, customers, accounts, singles }: Scratch) {
  const turn = Array.from({ length: 100 }, (_, at) => at % customers.length)
  const entryId = newId('entry')
  return {
    name: 'raw',
    text: statement,
    values: [
      book,
      turn.map((at) => accounts[at]),
      entryId,
      ...singles,
      randomBytes(6700),
      turn.map(() => newId('usageEvent')),
      turn.map(() => uuidv7()),
      turn.map((at) => customers[at]),
    ],
  }
}
