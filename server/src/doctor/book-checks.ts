import { sql } from 'kysely'
import type { Check } from './check.ts'

/** Both sides of every posting, credits positive. */
const sides = (book: string) => sql`
  select p.entry_id, p.debit_account as account_id, -p.amount as amount from tally.postings as p
  where p.book_id = ${book}
  union all
  select p.entry_id, p.credit_account, p.amount from tally.postings as p where p.book_id = ${book}`

/** Balances with what is not yet folded into them. */
const balances = (book: string) => sql`
  select a.account_id, a.kind, a.subject, a.currency, a.has_floor, a.balance + coalesce(d.amount, 0) as balance
  from tally.accounts as a
  left join (
    select x.account_id, sum(x.amount) as amount from tally.account_deltas as x
    where x.book_id = ${book} group by x.account_id
  ) as d on d.account_id = a.account_id
  where a.book_id = ${book}`

export const bookChecks: readonly Check[] = [
  {
    name: 'Debits equal credits in every currency.',
    sql: (book) => sql`
      with sums as (
        select b.currency, sum(b.balance) as balance,
          sum(greatest(b.balance, 0)) as owed from (${balances(book)}) as b group by b.currency
      )
      select count(*)::int as checked, (count(*) filter (where balance <> 0))::int as wrong,
        coalesce(array_agg(currency) filter (where balance <> 0), '{}') as examples,
        coalesce(jsonb_object_agg(currency, owed::text), '{}') as amounts
      from sums`,
  },
  {
    name: 'Every balance equals the sum of its postings.',
    sql: (book) => sql`
      with moved as (
        select s.account_id, sum(s.amount) as amount from (${sides(book)}) as s group by s.account_id
      ), both_sides as (
        select b.account_id, b.balance = coalesce(m.amount, 0) as fits
        from (${balances(book)}) as b left join moved as m on m.account_id = b.account_id
      )
      select count(*)::int as checked, (count(*) filter (where not fits))::int as wrong,
        coalesce((array_agg(account_id) filter (where not fits))[1:3], '{}') as examples,
        '{}'::jsonb as amounts
      from both_sides`,
  },
  {
    name: 'Funds and holds have a floor, and none is below it.',
    sql: (book) => sql`
      with floors as (
        select b.account_id, b.currency, b.balance, b.has_floor and b.balance >= 0 as fits
        from (${balances(book)}) as b where b.has_floor or b.kind in ('funds', 'holds')
      ), totals as (select currency, sum(balance) as balance from floors group by currency)
      select count(*)::int as checked, (count(*) filter (where not fits))::int as wrong,
        coalesce((array_agg(account_id) filter (where not fits))[1:3], '{}') as examples,
        coalesce((select jsonb_object_agg(currency, balance::text) from totals), '{}') as amounts
      from floors`,
  },
  {
    name: 'Every entry has postings, every posting its entry, and both accounts are open in its currency.',
    sql: (book) => sql`
      with lines as (
        select p.entry_id, p.currency = d.currency and p.currency = c.currency as fits
        from tally.postings as p
        left join tally.accounts as d on d.book_id = ${book} and d.account_id = p.debit_account
        left join tally.accounts as c on c.book_id = ${book} and c.account_id = p.credit_account
        where p.book_id = ${book}
      ), grouped as (
        select l.entry_id, bool_and(coalesce(l.fits, false)) as fit from lines as l group by l.entry_id
      ), judged as (
        select coalesce(e.entry_id, g.entry_id) as entry_id,
          e.entry_id is not null and coalesce(g.fit, false) as fits
        from (select x.entry_id from tally.entries as x where x.book_id = ${book}) as e
        full join grouped as g on g.entry_id = e.entry_id
      )
      select count(*)::int as checked, (count(*) filter (where not fits))::int as wrong,
        coalesce((array_agg(entry_id) filter (where not fits))[1:3], '{}') as examples,
        '{}'::jsonb as amounts
      from judged`,
  },
]

/** What the entries of one fact did to each account: entry_id, fact's subject, kind, account's subject, currency, amount. */
export const movedBy = (book: string, fact: string) => sql`
  select e.entry_id, e.subject as about, a.kind, a.subject, a.currency, sum(s.amount) as amount
  from (${sides(book)}) as s
  join tally.entries as e on e.book_id = ${book} and e.entry_id = s.entry_id and e.fact = ${fact}
  join tally.accounts as a on a.book_id = ${book} and a.account_id = s.account_id
  group by e.entry_id, e.subject, a.kind, a.subject, a.currency`
