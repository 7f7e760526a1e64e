import type { Entry } from '@tallystick/core/ledger/entry.ts'
import { nanosToText } from '@tallystick/core/money/money.ts'
import { sql } from 'kysely'
import type { Ctx } from '../platform/ctx.ts'
import type { AccountRow, Legs } from './legs.ts'

/** Opens those that are not open yet. In the order of their ids, so that two at once cannot wait for each other. */
export async function openAccounts(ctx: Ctx, accounts: readonly AccountRow[]): Promise<void> {
  const rows = accounts.toSorted((a, b) => (a.accountId < b.accountId ? -1 : 1))
  await ctx.db
    .insertInto('tally.accounts')
    .values(
      rows.map(({ accountId, kind, subject, currency, hasFloor }) => ({
        book_id: ctx.organizationId,
        account_id: accountId,
        kind,
        subject,
        currency,
        has_floor: hasFloor,
        created_at: ctx.now,
      })),
    )
    .onConflict((conflict) => conflict.doNothing())
    .execute()
}

export type NewEntry = { readonly entryId: string; readonly entry: Entry; readonly legs: Legs }

/** One statement: floor accounts are locked in the order of their ids, then everything is written. */
export async function insertEntry(ctx: Ctx, { entryId, entry, legs }: NewEntry): Promise<void> {
  const { moves, deltas, lines } = legs
  const book = ctx.organizationId
  await sql`
    with moves as (
      select * from unnest(${moves.map(({ accountId }) => accountId)}::text[],
        ${moves.map(({ nanos }) => amount(nanos))}::numeric[]) as m (account_id, amount)
    ), locked as materialized (
      select a.account_id from tally.accounts as a
      where a.book_id = ${book} and a.account_id in (select m.account_id from moves as m)
      order by a.account_id for update
    ), moved as (
      update tally.accounts as a set balance = a.balance + m.amount
      from moves as m join locked as l on l.account_id = m.account_id
      where a.book_id = ${book} and a.account_id = m.account_id
    ), entry as (
      insert into tally.entries (book_id, entry_id, fact, subject, booked_at)
      values (${book}, ${entryId}, ${entry.fact}, ${entry.subject}, ${ctx.now})
    ), deltas as (
      insert into tally.account_deltas (book_id, account_id, amount)
      select ${book}, d.account_id, d.amount
      from unnest(${deltas.map(({ accountId }) => accountId)}::text[],
        ${deltas.map(({ nanos }) => amount(nanos))}::numeric[]) as d (account_id, amount)
    )
    insert into tally.postings
      (book_id, entry_id, line, debit_account, credit_account, amount, currency)
    select ${book}, ${entryId}, p.line, p.debit, p.credit, p.amount, p.currency
    from unnest(${lines.map(({ debit }) => debit)}::text[], ${lines.map(({ credit }) => credit)}::text[],
      ${lines.map(({ nanos }) => amount(nanos))}::numeric[], ${lines.map(({ currency }) => currency)}::text[])
      with ordinality as p (debit, credit, amount, currency, line)`.execute(ctx.db)
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

const amount = (nanos: bigint) => nanosToText(nanos)
