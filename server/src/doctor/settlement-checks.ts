import { sql } from 'kysely'
import type { Check } from './check.ts'
import { findings } from './fact-checks.ts'

/** What the entries of a fact moved into and out of clearing accounts, by the entry's subject. */
const moved = (o: string, fact: string) => sql`
  select e.subject as id, d.subject as debited, c.subject as credited, p.currency, p.amount
  from tally.entries as e
  join tally.postings as p on p.book_id = ${o} and p.entry_id = e.entry_id
  join tally.accounts as d on d.book_id = ${o} and d.account_id = p.debit_account
  join tally.accounts as c on c.book_id = ${o} and c.account_id = p.credit_account
  where e.book_id = ${o} and e.fact = ${fact}`

const transferred = (o: string, kind: 'transfer' | 'reversal') => sql`
  select t.transfer_id as id, 'stripe:' || t.account as account, t.currency, t.amount
  from tally.transfers as t
  where t.merchant_id = ${o} and t.kind = ${kind} and t.status = 'succeeded'`

export const settlementChecks: readonly Check[] = [
  {
    name: 'Everything in the report of a provider is explained by the books.',
    sql: (o) => sql`
      with judged as (
        select b.transaction_id as id, b.verdict = 'matched' as fits
        from tally.balance_transactions as b where b.organization_id = ${o}
        union all
        -- Of what a comparison found besides, the latest of each account counts.
        select r.reconciliation_id, not exists (
            select from tally.reconciliation_items as i where i.organization_id = ${o}
              and i.reconciliation_id = r.reconciliation_id and i.verdict = 'missing_there')
          and not exists (
            select from jsonb_array_elements(r.balances) as x (balance)
            where (x.balance ->> 'unexplained')::numeric <> 0)
        from (
          select distinct on (l.provider, l.provider_account) l.reconciliation_id, l.balances
          from tally.reconciliations as l where l.organization_id = ${o} and l.status = 'done'
          order by l.provider, l.provider_account, l.created_at desc, l.reconciliation_id desc
        ) as r
      )
      ${findings()}`,
  },
  {
    name: 'Every transfer to a merchant’s account is booked between the two accounts, and no other.',
    sql: (o) => sql`
      with objects as (
        ${transferred(o, 'transfer')}
        union all
        select d.payment_attempt_id, 'stripe:' || d.account, d.currency, d.amount
        from tally.destination_charges as d
        join tally.payment_attempts as t on t.merchant_id = ${o}
          and t.payment_attempt_id = d.payment_attempt_id and t.status = 'succeeded'
        where d.merchant_id = ${o}
      ), moved as (${moved(o, 'provider.transferred')}), judged as (
        select coalesce(o.id, m.id) as id, o.amount = m.amount and o.currency = m.currency
          and o.account = m.debited and m.credited = 'stripe:platform' as fits
        from objects as o full join moved as m on m.id = o.id
      )
      ${findings()}`,
  },
  {
    name: 'Every transfer that was taken back is booked between the two accounts, and no other.',
    sql: (o) => sql`
      with objects as (${transferred(o, 'reversal')}),
      moved as (${moved(o, 'provider.transfer_reversed')}), judged as (
        select coalesce(o.id, m.id) as id, o.amount = m.amount and o.currency = m.currency
          and o.account = m.credited and m.debited = 'stripe:platform' as fits
        from objects as o full join moved as m on m.id = o.id
      )
      ${findings()}`,
  },
  {
    name: 'Every fee that a provider kept or gave back is booked, and no other.',
    sql: (o) => sql`
      with objects as (
        select f.transaction_id as id, f.currency, f.amount from tally.provider_fees as f
        where f.organization_id = ${o}
      ), moved as (
        select m.id, m.currency, m.amount from (${moved(o, 'provider_fee.taken')}) as m
        union all
        select m.id, m.currency, -m.amount from (${moved(o, 'provider_fee.given_back')}) as m
      ), judged as (
        select coalesce(o.id, m.id) as id, o.amount = m.amount and o.currency = m.currency as fits
        from objects as o full join moved as m on m.id = o.id
      )
      ${findings()}`,
  },
]
