import { sql } from 'kysely'
import type { Check, Finding } from './check.ts'

const kept = (organization: string, condition: string, sign: '' | '-') => sql`
  select a.currency, ${sql.raw(sign)}sum(a.balance + coalesce((
    select sum(d.amount) from tally.account_deltas as d
    where d.book_id = ${organization} and d.account_id = a.account_id), 0)) as amount
  from tally.accounts as a
  where a.book_id = ${organization} and ${sql.raw(condition)}
  group by a.currency`

const compared = sql<Finding>`
  select count(*)::int as checked, (count(*) filter (where not fits))::int as wrong,
    coalesce(array_agg(currency) filter (where not fits), '{}') as examples,
    coalesce(jsonb_object_agg(currency, amount::text), '{}') as amounts
  from (
    select currency, coalesce(k.amount, 0) as amount,
      coalesce(k.amount, 0) = coalesce(r.amount, 0) as fits
    from reported as r full join kept as k using (currency)
  ) as compared`

export const providerChecks: readonly Check[] = [
  {
    name: 'What is in transit to payers is what refunds say that is under way.',
    sql: (organization) => sql`
      with under_way as (
        select r.currency, r.amount from tally.refunds as r
        where r.merchant_id = ${organization} and r.reason <> 'duplicate_payment'
          and r.status in ('pending', 'cancelling')
        union all
        -- A dispute that is open is money that has gone back by itself.
        select c.currency, -c.amount from tally.chargebacks as c where c.merchant_id = ${organization}
          and c.status = 'open'
      ), reported as (
        select currency, sum(amount) as amount from under_way group by currency
      ), kept as (${kept(organization, `a.kind = 'refunds_in_transit'`, '')})
      ${compared}`,
  },
  {
    // Compared are the payments, refunds and disputes that the provider has told us of: others are still on their way.
    name: 'The clearing account agrees with the report of the sandbox provider.',
    sql: (organization) => sql`
      with report as (
        select p.currency, p.amount from tally.sandbox_payments as p
        where p.merchant_id = ${organization} and p.status = 'succeeded' and exists (
          select from tally.payment_attempts as t
          where t.merchant_id = ${organization} and t.provider_reference = p.sandbox_payment_id
            and t.status = 'succeeded')
        union all
        select p.currency, -r.amount from tally.sandbox_refunds as r
        join tally.sandbox_payments as p
          on p.merchant_id = ${organization} and p.sandbox_payment_id = r.sandbox_payment_id
        where r.merchant_id = ${organization} and r.status = 'succeeded' and exists (
          select from tally.refunds as f
          where f.merchant_id = ${organization} and f.refund_id = r.idempotency_key
            and f.status = 'succeeded')
        union all
        select p.currency, case when c.status = 'won' and p.dispute_outcome = 'won' then 0
          else -p.amount end - p.dispute_fee
        from tally.sandbox_payments as p
        join tally.payment_attempts as t
          on t.merchant_id = ${organization} and t.provider_reference = p.sandbox_payment_id
        join tally.chargebacks as c
          on c.merchant_id = ${organization} and c.payment_attempt_id = t.payment_attempt_id
        where p.merchant_id = ${organization} and p.disputed_at is not null
      ), reported as (
        select currency, sum(amount) as amount from report group by currency
      ), kept as (
        ${kept(organization, `a.kind = 'provider_clearing' and a.subject like 'sandbox:%'`, '-')}
      )
      ${compared}`,
  },
]
