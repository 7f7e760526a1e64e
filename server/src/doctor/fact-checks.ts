import { type RawBuilder, sql } from 'kysely'
import type { Check } from './check.ts'

/** Objects whose state says that a fact has happened, and so must be in the books: id and amount that moved. */
const happened: Readonly<Record<string, (organization: string) => RawBuilder<unknown>>> = {
  'topup.paid': (o) => sql`
    select t.topup_id as id, t.currency, t.amount from tally.topups as t
    where t.merchant_id = ${o} and t.status = 'success'`,
  'payment.paid': (o) => sql`
    select p.payment_id as id, p.currency, p.amount from tally.payments as p
    where p.merchant_id = ${o} and p.status = 'completed'`,
  'invoice.paid': (o) => sql`
    select i.invoice_id as id, i.currency, i.grand_total as amount from tally.invoices as i
    where i.merchant_id = ${o} and i.status = 'PAID' and i.grand_total > 0`,
  'funds.returned': (o) => sql`
    select f.funds_return_id as id, f.currency, f.amount from tally.funds_returns as f
    where f.merchant_id = ${o}`,
}

const sentences: Readonly<Record<string, string>> = {
  'topup.paid': 'Every successful top-up is booked.',
  'payment.paid': 'Every completed payment is booked.',
  'invoice.paid': 'Every paid invoice is booked.',
  'funds.returned': 'Every return of funds is booked.',
}

const booked = Object.entries(happened).map(
  ([fact, objects]): Check => ({
    name: sentences[fact] ?? fact,
    sql: (organization) => sql`
      with objects as (${objects(organization)}), judged as (
        select o.id, o.currency, o.amount, exists (
          select from tally.entries as e
          where e.book_id = ${organization} and e.fact = ${fact} and e.subject = o.id) as fits
        from objects as o
      ), totals as (select currency, sum(amount) as amount from judged group by currency)
      select count(*)::int as checked, (count(*) filter (where not fits))::int as wrong,
        coalesce((array_agg(id) filter (where not fits))[1:3], '{}') as examples,
        coalesce((select jsonb_object_agg(currency, amount::text) from totals), '{}') as amounts
      from judged`,
  }),
)

/** Every object that an entry of these facts may be about. */
const subjects = (o: string) => sql`
  select topup_id as id from tally.topups where merchant_id = ${o} and status = 'success'
  union all select payment_id from tally.payments where merchant_id = ${o} and status = 'completed'
  union all select invoice_id from tally.invoices where merchant_id = ${o} and status = 'PAID'
  union all select subscription_id from tally.subscriptions where merchant_id = ${o}
  union all select payment_session_id from tally.payment_sessions where merchant_id = ${o}
  union all select payment_attempt_id from tally.payment_attempts where merchant_id = ${o}
  union all select funds_return_id from tally.funds_returns where merchant_id = ${o}
  union all select refund_id from tally.refunds where merchant_id = ${o}`

/** Facts about payments and returns, whose objects live in the tables above. */
const checkedFacts = [
  'topup.paid',
  'payment.paid',
  'payment.duplicated',
  'payment.returned',
  'invoice.paid',
  'funds.returned',
  'funds.return_settled',
  'funds.return_failed',
]

export const factChecks: readonly Check[] = [
  ...booked,
  {
    name: 'Every entry about a payment or a return is about one that happened.',
    sql: (organization) => sql`
      with judged as (
        select e.entry_id, e.subject in (select s.id from (${subjects(organization)}) as s) as fits
        from tally.entries as e
        where e.book_id = ${organization} and e.fact = any (${checkedFacts}::text[])
      )
      select count(*)::int as checked, (count(*) filter (where not fits))::int as wrong,
        coalesce((array_agg(entry_id) filter (where not fits))[1:3], '{}') as examples,
        '{}'::jsonb as amounts
      from judged`,
  },
]
