import { type RawBuilder, sql } from 'kysely'
import type { Check } from './check.ts'
import type { FactRule } from './fact-rows.ts'
import { factRules } from './facts.ts'

/** What the entries of a fact did to the accounts of one kind. */
const moved = (book: string, { fact, kind, sign }: FactRule) => sql`
  select e.subject as id, m.currency, m.holder, ${sql.raw(sign)}m.amount as amount
  from tally.entries as e left join lateral (
    select a.currency, a.subject as holder,
      sum(case when p.credit_account = a.account_id then p.amount else -p.amount end) as amount
    from tally.postings as p join tally.accounts as a on a.book_id = ${book} and a.kind = ${kind}
      and a.account_id in (p.debit_account, p.credit_account)
    where p.book_id = ${book} and p.entry_id = e.entry_id group by a.currency, a.subject
  ) as m on true
  where e.book_id = ${book} and e.fact = ${fact}`

/** Each object has its one entry, which moved the amount that the object says, on the account that it says. */
const matched = (rule: FactRule): Check => ({
  name: rule.sentence,
  sql: (organization) => sql`
    with objects as (${rule.objects(organization)}), moved as (${moved(organization, rule)}),
    judged as (
      select coalesce(o.id, m.id) as id, o.currency, o.amount,
        o.id is not null and m.id is not null and coalesce(m.amount, 0) = o.amount
          and coalesce(m.currency, o.currency) = o.currency
          and coalesce(o.holder, m.holder, '') = coalesce(m.holder, o.holder, '') as fits
      from objects as o full join moved as m on m.id = o.id
    ), totals as (
      select currency, sum(amount) as amount from judged where currency is not null group by currency
    )
    ${findings(sql`(select jsonb_object_agg(currency, amount::text) from totals)`)}`,
})

/** The finding of rows called judged: id and whether it fits. */
export const findings = (amounts: RawBuilder<unknown> = sql`null`) => sql<never>`
  select count(*)::int as checked, (count(*) filter (where fits is not true))::int as wrong,
    coalesce((array_agg(id) filter (where fits is not true))[1:3], '{}') as examples,
    coalesce(${amounts}, '{}'::jsonb) as amounts
  from judged`

export const factChecks: readonly Check[] = [
  ...factRules.map(matched),
  {
    name: 'Every return of funds is what its refunds add up to.',
    sql: (organization) => sql`
      with judged as (
        select f.funds_return_id as id, f.amount = coalesce((
          select sum(r.amount) from tally.refunds as r
          where r.merchant_id = ${organization} and r.reason = 'funds_return'
            and r.subject_id = f.funds_return_id and r.currency = f.currency), 0) as fits
        from tally.funds_returns as f where f.merchant_id = ${organization}
      ) ${findings()}`,
  },
  {
    name: 'Every payment that succeeded has completed its session, or goes back.',
    sql: (organization) => sql`
      with judged as (
        select t.payment_attempt_id as id,
          (s.status = 'completed' and s.provider_reference is not distinct from t.provider_reference)
          <> exists (
            select from tally.refunds as r
            where r.merchant_id = ${organization} and r.payment_attempt_id = t.payment_attempt_id
              and r.reason = 'duplicate_payment' and r.amount = t.amount) as fits
        from tally.payment_attempts as t join tally.payment_sessions as s
          on s.merchant_id = ${organization} and s.payment_session_id = t.payment_session_id
        where t.merchant_id = ${organization} and t.status = 'succeeded'
      ) ${findings()}`,
  },
  {
    name: 'No more goes back through a payment than it brought.',
    sql: (organization) => sql`
      with judged as (
        select t.payment_attempt_id as id, coalesce(sum(r.amount), 0) <= t.amount as fits
        from tally.payment_attempts as t left join tally.refunds as r
          on r.merchant_id = ${organization} and r.payment_attempt_id = t.payment_attempt_id
            and r.status not in ('failed', 'cancelled')
        where t.merchant_id = ${organization} and t.status = 'succeeded'
        group by t.payment_attempt_id, t.amount
      ) ${findings()}`,
  },
]
