import type { Entry } from '@tallystick/core/ledger/entry.ts'
import { isSpending } from '@tallystick/core/ledger/spending.ts'
import { nanosToText } from '@tallystick/core/money/money.ts'
import { sql } from 'kysely'
import type { Ctx } from '../platform/ctx.ts'
import type { AccountRow, Legs } from './legs.ts'

/** Opens those that are not open yet. In the order of their ids, so that two at once cannot wait for each other. */
export async function openAccounts(ctx: Ctx, accounts: readonly AccountRow[]): Promise<void> {
  const rows = accounts.toSorted(byId)
  await sql`
    /* open accounts */
    insert into tally.accounts (book_id, account_id, kind, subject, currency, has_floor, created_at)
    select ${ctx.organizationId}, a.id, a.kind, a.subject, a.currency, a.has_floor, ${ctx.now}
    from unnest(${rows.map(({ accountId }) => accountId)}::text[], ${rows.map(({ kind }) => kind)}::text[],
      ${rows.map(({ subject }) => subject)}::text[], ${rows.map(({ currency }) => currency)}::text[],
      ${rows.map(({ hasFloor }) => hasFloor)}::boolean[]) as a (id, kind, subject, currency, has_floor)
    on conflict do nothing`.execute(ctx.db)
}

export type NewEntry = { readonly entryId: string; readonly entry: Entry; readonly legs: Legs }

/**
 * One statement: floor accounts are locked in the order of their ids, then everything is written. Written as ordered
 * ranges of one, the look-ups can use no other index than that of the ids, whatever the planner believes of a table that
 * has just begun to grow. Answers the customers who have spent so much that somebody wants to hear of it: once, from then
 * on nobody listens.
 */
export async function insertEntry(
  ctx: Ctx,
  { entryId, entry, legs }: NewEntry,
): Promise<readonly string[]> {
  const { deltas, lines } = legs
  const moves = legs.moves.toSorted(byId)
  const book = ctx.organizationId
  const isSpent = isSpending(entry)
  const { rows } = await sql<{ subject: string }>`
    /* insert entry */
    with locked as materialized (
      select l.account_id, l.low_below, m.amount
      from unnest(${moves.map(({ accountId }) => accountId)}::text[],
        ${moves.map(({ nanos }) => amount(nanos))}::numeric[]) as m (account_id, amount)
      cross join lateral (
        select a.account_id, a.low_below from tally.accounts as a
        where a.book_id = ${book} and a.account_id between m.account_id and m.account_id
        order by a.account_id limit 1 for update
      ) as l
    ), moved as (
      update tally.accounts as a set balance = a.balance + l.amount,
        low_below = case when ${isSpent} and a.balance + l.amount < a.low_below then null
          else a.low_below end
      from locked as l where a.book_id = ${book} and a.account_id = l.account_id
      returning a.subject, a.balance, l.low_below
    ), entry as (
      insert into tally.entries (book_id, entry_id, fact, subject, booked_at)
      values (${book}, ${entryId}, ${entry.fact}, ${entry.subject}, ${ctx.now})
    ), deltas as (
      insert into tally.account_deltas (book_id, account_id, amount)
      select ${book}, d.account_id, d.amount
      from unnest(${deltas.map(({ accountId }) => accountId)}::text[],
        ${deltas.map(({ nanos }) => amount(nanos))}::numeric[]) as d (account_id, amount)
    ), postings as (
      insert into tally.postings
        (book_id, entry_id, line, debit_account, credit_account, amount, currency)
      select ${book}, ${entryId}, p.line, p.debit, p.credit, p.amount, p.currency
      from unnest(${lines.map(({ debit }) => debit)}::text[], ${lines.map(({ credit }) => credit)}::text[],
        ${lines.map(({ nanos }) => amount(nanos))}::numeric[], ${lines.map(({ currency }) => currency)}::text[])
        with ordinality as p (debit, credit, amount, currency, line)
    )
    select m.subject from moved as m
    where ${isSpent} and m.balance < m.low_below order by m.subject`.execute(ctx.db)
  return rows.map(({ subject }) => subject)
}

/** Of an account that is open; answers its balance, which does not move before the transaction ends. */
export async function setLowBelow(
  ctx: Ctx,
  accountId: string,
  lowBelow: string | null,
): Promise<string> {
  const { balance } = await ctx.db
    .updateTable('tally.accounts')
    .set({ low_below: lowBelow })
    .where('book_id', '=', ctx.organizationId)
    .where('account_id', '=', accountId)
    .returning('balance')
    .executeTakeFirstOrThrow()
  return balance
}

/** Exact: an account with a floor keeps its balance at once. */
export async function findFloorBalance(ctx: Ctx, accountId: string): Promise<string> {
  const row = await ctx.db
    .selectFrom('tally.accounts')
    .select('balance')
    .where('book_id', '=', ctx.organizationId)
    .where('account_id', '=', accountId)
    .executeTakeFirst()
  return row?.balance ?? '0'
}

export async function lockFundsOf(ctx: Ctx, customerIds: readonly string[]) {
  const book = ctx.organizationId
  const { rows } = await sql<{ subject: string; currency: string; balance: string }>`
    /* lock funds */
    with funds as materialized (
      select f.account_id from unnest(${customerIds}::text[]) as c (customer_id)
      cross join lateral (
        select a.account_id from tally.accounts as a
        where a.book_id = ${book} and a.kind = 'funds' and a.subject = c.customer_id
        order by a.currency
      ) as f
      order by f.account_id
    )
    select l.subject, l.currency, l.balance from funds as f cross join lateral (
      select a.subject, a.currency, a.balance from tally.accounts as a
      where a.book_id = ${book} and a.account_id between f.account_id and f.account_id
      order by a.account_id limit 1 for update
    ) as l`.execute(ctx.db)
  return rows
}

/** Moves the oldest deltas of the book into the balances, and says how many. While another does it, nothing is left to do. */
export async function foldOldest(ctx: Ctx, atMost: number): Promise<number> {
  const book = ctx.organizationId
  const turn = await sql<{ ours: boolean }>`
    select pg_try_advisory_xact_lock(hashtextextended(${`fold ${book}`}, 0)) as ours`.execute(
    ctx.db,
  )
  if (!turn.rows[0]?.ours) return 0
  const { rows } = await sql<{ folded: number }>`
    with oldest as materialized (
      select d.delta_id from tally.account_deltas as d where d.book_id = ${book}
      order by d.delta_id limit ${atMost}
    ), taken as (
      delete from tally.account_deltas as d using oldest as o
      where d.book_id = ${book} and d.delta_id = o.delta_id returning d.account_id, d.amount
    ), sums as (
      select t.account_id, sum(t.amount) as amount from taken as t group by t.account_id
    ), locked as materialized (
      select a.account_id from tally.accounts as a
      where a.book_id = ${book} and a.account_id in (select s.account_id from sums as s)
      order by a.account_id for update
    ), folded as (
      update tally.accounts as a set balance = a.balance + s.amount
      from sums as s join locked as l on l.account_id = s.account_id
      where a.book_id = ${book} and a.account_id = s.account_id
    )
    select count(*)::int as folded from taken`.execute(ctx.db)
  return rows[0]?.folded ?? 0
}

export async function listBooksToFold(ctx: Ctx): Promise<string[]> {
  const { rows } = await sql<{ book_id: string }>`select * from tally.list_books_to_fold()`.execute(
    ctx.db,
  )
  return rows.map(({ book_id }) => book_id)
}

const amount = (nanos: bigint) => nanosToText(nanos)

const byId = (a: { accountId: string }, b: { accountId: string }) =>
  a.accountId < b.accountId ? -1 : 1
