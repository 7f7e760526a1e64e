import { type RawBuilder, sql } from 'kysely'
import { movedBy } from './book-checks.ts'
import type { Check } from './check.ts'

/** What events say that an entry moved, account by account. `shares` names the entry and the subject of each event. */
const told = (shares: RawBuilder<unknown>, sign: '' | '-') => sql`
  select entry_id, about, kind, subject, currency, ${sql.raw(sign)}sum(amount) as amount
  from (${shares}) as e cross join lateral (values
    ('funds', e.customer_id, -(e.price + e.tax)),
    ('merchant_balance', '', e.price - e.fee),
    ('tax_payable', '', e.tax),
    ('platform_fees', '', e.fee)) as share (kind, subject, amount)
  group by entry_id, about, kind, subject, currency having sum(amount) <> 0`

const compared = (events: RawBuilder<unknown>, entries: RawBuilder<unknown>) => sql`
  with told as (${events}), moved as (${entries}),
  compared as (
    select entry_id, about, kind, currency, m.amount, t.amount is not distinct from m.amount as fits
    from told as t full join moved as m using (entry_id, about, kind, subject, currency)
  ), totals as (
    select currency, sum(coalesce(amount, 0)) as amount from compared where kind = 'funds' group by currency
  )
  select (count(distinct entry_id))::int as checked, (count(*) filter (where not fits))::int as wrong,
    coalesce((array_agg(distinct coalesce(entry_id, about)) filter (where not fits))[1:3], '{}') as examples,
    coalesce((select jsonb_object_agg(currency, abs(amount)::text) from totals), '{}') as amounts
  from compared`

export const usageChecks: readonly Check[] = [
  {
    name: 'The events of every usage entry equal its postings, account by account.',
    sql: (book) =>
      compared(
        told(
          sql`select e.entry_id, coalesce(e.entry_id, e.usage_event_id) as about, e.customer_id, e.currency, e.price, e.tax, e.fee
            from tally.usage_events as e where e.merchant_id = ${book}`,
          '',
        ),
        movedBy(book, 'usage.charged'),
      ) as ReturnType<Check['sql']>,
  },
  {
    name: 'Every refunded event gave back exactly what it had cost.',
    sql: (book) =>
      compared(
        told(
          sql`select r.entry_id, r.usage_event_id as about, e.customer_id, e.currency, e.price, e.tax, e.fee
            from tally.usage_refunds as r join tally.usage_events as e
              on e.merchant_id = ${book} and e.usage_event_id = r.usage_event_id
            where r.merchant_id = ${book}`,
          '-',
        ),
        movedBy(book, 'usage.refunded'),
      ) as ReturnType<Check['sql']>,
  },
  {
    name: 'Every usage event that cost something has its entry, and its properties add up to its price.',
    sql: (book) => sql`
      with judged as (
        select e.usage_event_id, e.currency, e.price,
          (e.entry_id is null) = (e.price + e.tax = 0) and e.tax >= 0
          and e.price = (select coalesce(sum(p.amount), -1) from unnest(e.prices) as p (amount))
          and e.fee between 0 and e.price
          and cardinality(e.metric_ids) = cardinality(e.quantities)
          and cardinality(e.metric_ids) = cardinality(e.prices) as fits
        from tally.usage_events as e where e.merchant_id = ${book}
      ), totals as (select currency, sum(price) as price from judged group by currency)
      select count(*)::int as checked, (count(*) filter (where not fits))::int as wrong,
        coalesce((array_agg(usage_event_id) filter (where not fits))[1:3], '{}') as examples,
        coalesce((select jsonb_object_agg(currency, price::text) from totals), '{}') as amounts
      from judged`,
  },
]
