import type { AccountKind } from '@tallystick/core/ledger/entry.ts'
import { sql } from 'kysely'
import type { Ctx } from '../platform/ctx.ts'
import { nanosOf } from '../platform/db/amounts.ts'
import type { Page } from '../platform/db/page.ts'

export type AccountBalance = {
  readonly accountId: string
  readonly kind: string
  readonly subject: string
  readonly currency: string
  /** Credits minus debits, everything that is committed. */
  readonly nanos: bigint
}

/** Whose accounts: of one customer, or those of the book that concern no customer. */
export type AccountFilter = { readonly customerId?: string | undefined }

export async function listAccountBalances(ctx: Ctx, { customerId }: AccountFilter, page: Page) {
  const book = ctx.organizationId
  const isTheirs =
    customerId === undefined
      ? sql`a.kind not in ('funds', 'holds', 'receivable')`
      : sql`a.kind in ('funds', 'holds', 'receivable') and a.subject = ${customerId}`
  const { rows } = await sql<Row>`
    select a.account_id, a.kind, a.subject, a.currency, a.balance + coalesce((
      select sum(d.amount) from tally.account_deltas as d
      where d.book_id = ${book} and d.account_id = a.account_id), 0) as balance
    from tally.accounts as a where a.book_id = ${book} and ${isTheirs}
    order by a.kind, a.currency, a.subject limit ${page.limit} offset ${page.offset}`.execute(
    ctx.db,
  )
  const total = await sql<{ total: number }>`
    select count(*)::int as total from tally.accounts as a
    where a.book_id = ${book} and ${isTheirs}`.execute(ctx.db)
  return { rows: rows.map(balanceOf), total: total.rows[0]?.total ?? 0 }
}

type Row = {
  account_id: string
  kind: string
  subject: string
  currency: string
  balance: string
}

function balanceOf({ account_id, balance, ...rest }: Row): AccountBalance {
  return { ...rest, accountId: account_id, nanos: nanosOf(balance) }
}

export async function isAccount(ctx: Ctx, accountId: string): Promise<boolean> {
  const row = await ctx.db
    .selectFrom('tally.accounts')
    .select('account_id')
    .where('book_id', '=', ctx.organizationId)
    .where('account_id', '=', accountId)
    .executeTakeFirst()
  return row !== undefined
}

export type Movement = {
  readonly entryId: string
  readonly line: number
  readonly fact: string
  readonly subject: string
  readonly nanos: bigint
  readonly currency: string
  readonly bookedAt: Temporal.Instant
}

/** What moved on an account, newest first: entries' ids grow with time. */
export async function listMovements(ctx: Ctx, accountId: string, page: Page) {
  const book = ctx.organizationId
  const side = (column: 'debit_account' | 'credit_account', sign: string) => sql`
    select p.entry_id, p.line, ${sql.raw(sign)}p.amount as amount, p.currency from tally.postings as p
    where p.book_id = ${book} and p.${sql.raw(column)} = ${accountId}`
  const all = sql`${side('debit_account', '-')} union all ${side('credit_account', '')}`
  const { rows } = await sql<{
    entry_id: string
    line: number
    fact: string
    subject: string
    amount: string
    currency: string
    booked_at: Temporal.Instant
  }>`
    select m.entry_id, m.line, e.fact, e.subject, m.amount, m.currency, e.booked_at
    from (${all} order by entry_id desc, line limit ${page.limit} offset ${page.offset}) as m
    join tally.entries as e on e.book_id = ${book} and e.entry_id = m.entry_id
    order by m.entry_id desc, m.line`.execute(ctx.db)
  const total = await sql<{ total: number }>`
    select count(*)::int as total from (${all}) as m`.execute(ctx.db)
  return {
    rows: rows.map(
      ({ entry_id, booked_at, amount, ...rest }): Movement => ({
        ...rest,
        entryId: entry_id,
        nanos: nanosOf(amount),
        bookedAt: booked_at,
      }),
    ),
    total: total.rows[0]?.total ?? 0,
  }
}

/** One statement, so that it sees one moment. Customers' accounts of a kind are taken together. */
export async function listTotals(ctx: Ctx) {
  const book = ctx.organizationId
  const { rows } = await sql<{
    kind: AccountKind
    subject: string
    currency: string
    balance: string
  }>`
    select a.kind, case when a.kind = 'provider_clearing' then a.subject else '' end as subject, a.currency,
      sum(a.balance + coalesce(d.amount, 0)) as balance
    from tally.accounts as a
    left join (
      select x.account_id, sum(x.amount) as amount from tally.account_deltas as x
      where x.book_id = ${book} group by x.account_id
    ) as d on d.account_id = a.account_id
    where a.book_id = ${book}
    group by 1, 2, 3 order by 1, 2, 3`.execute(ctx.db)
  return rows.map(({ kind, subject, currency, balance }) => ({
    kind,
    subject,
    currency,
    nanos: nanosOf(balance),
  }))
}
