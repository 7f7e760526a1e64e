import { sql } from 'kysely'
import type { Check } from './check.ts'
import { findings } from './fact-checks.ts'

/** What is to be paid of an invoice: not what instant usage has paid already. */
const owed = sql.raw('i.grand_total - i.instant_subtotal - i.instant_tax')

/** Debts by customer and currency, as invoices tell them. */
const debts = (o: string) => sql`
  select i.customer_id, i.currency, sum(${owed}) as amount from tally.invoices as i
  where i.merchant_id = ${o} and i.status in ('ISSUED', 'PAYMENT_FAILED')
  group by i.customer_id, i.currency`

/** Balances of a kind of account by its subject and currency, credits positive. */
const balances = (o: string, kind: 'receivable' | 'merchant_pending') => sql`
  select a.subject, a.currency, sum(case when p.credit_account = a.account_id then p.amount else -p.amount end) as amount
  from tally.accounts as a join tally.postings as p
    on p.book_id = ${o} and a.account_id in (p.debit_account, p.credit_account)
  where a.book_id = ${o} and a.kind = ${kind} group by a.subject, a.currency`

const totals = sql`(
  select jsonb_object_agg(currency, amount::text)
  from (select currency, sum(amount) as amount from judged group by currency) as t)`

export const invoiceMoneyChecks: readonly Check[] = [
  {
    name: 'What each customer owes is what their unpaid invoices come to.',
    sql: (o) => sql`
      with debts as (${debts(o)}), booked as (${balances(o, 'receivable')}),
      judged as (
        select coalesce(d.customer_id, b.subject) as id, coalesce(d.currency, b.currency) as currency,
          coalesce(d.amount, 0) as amount, coalesce(d.amount, 0) = -coalesce(b.amount, 0) as fits
        from debts as d full join booked as b on b.subject = d.customer_id and b.currency = d.currency
      ) ${findings(totals)}`,
  },
  {
    name: 'What is pending for the merchant is what customers owe.',
    sql: (o) => sql`
      with debts as (select currency, sum(amount) as amount from (${debts(o)}) as d group by currency),
      booked as (${balances(o, 'merchant_pending')}),
      judged as (
        select coalesce(d.currency, b.currency) as id, coalesce(d.currency, b.currency) as currency,
          coalesce(d.amount, 0) as amount, coalesce(d.amount, 0) = coalesce(b.amount, 0) as fits
        from debts as d full join booked as b on b.currency = d.currency
      ) ${findings(totals)}`,
  },
  {
    // The first invoice is paid with its subscription, and what a prefund asks for besides.
    name: 'Every paid invoice was paid once, in full, and the way it says; no other was.',
    sql: (o) => sql`
      with completed as (
        select i.invoice_id, s.amount, s.currency, s.entity_type, case
          when s.provider_reference is null then 'funds'
          else concat(s.provider, ':', s.provider_account) end as paid_from
        from tally.invoices as i join tally.payment_sessions as s on s.merchant_id = ${o}
          and s.status = 'completed' and (s.entity_type = 'invoice' and s.entity_id = i.invoice_id
            or i.kind = 'upfront' and i.sequence = 0
              and s.entity_type = 'subscription' and s.entity_id = i.subscription_id)
        where i.merchant_id = ${o}
      ), marked as (
        select d.invoice_id, 'out_of_band' as paid_from from tally.invoice_decisions as d
        where d.merchant_id = ${o} and d.kind = 'marked_paid'
      ), ways as (
        select i.invoice_id, c.paid_from, c.currency = i.currency and case c.entity_type
          when 'invoice' then c.amount = ${owed} else c.amount >= ${owed} end as fits
        from completed as c join tally.invoices as i
          on i.merchant_id = ${o} and i.invoice_id = c.invoice_id
        union all
        select m.invoice_id, m.paid_from, true from marked as m
      ), judged as (
        select i.invoice_id as id, case
          when i.status = 'PAID' and ${owed} > 0 then count(w.paid_from) = 1
            and bool_and(w.fits and w.paid_from = i.paid_from) is true
          else i.paid_from is null and count(w.paid_from) = 0 end as fits
        from tally.invoices as i left join ways as w on w.invoice_id = i.invoice_id
        where i.merchant_id = ${o} group by i.merchant_id, i.invoice_id
      ) ${findings()}`,
  },
  {
    name: 'No invoice gives back more than it was paid, nor the platform more than its fee.',
    sql: (o) => sql`
      with judged as (
        select i.invoice_id as id, i.status = 'PAID'
          and bool_and(c.total = c.amount + c.tax_amount and c.currency = i.currency
            and c.customer_id = i.customer_id and c.paid_from = i.paid_from)
          and coalesce(sum(c.total) filter (where c.status = 'ISSUED'), 0) <= ${owed}
          and coalesce(sum(c.fee) filter (where c.status = 'ISSUED'), 0) <= i.fee as fits
        from tally.invoice_refunds as c join tally.invoices as i
          on i.merchant_id = ${o} and i.invoice_id = c.invoice_id
        where c.merchant_id = ${o} group by i.merchant_id, i.invoice_id
      ) ${findings()}`,
  },
  {
    name: 'Every invoice that was given up was given up once more than it was expected again.',
    sql: (organization) => sql`
      with counted as (
        select i.invoice_id as id, i.status,
          count(*) filter (where d.kind = 'written_off')
            - count(*) filter (where d.kind = 'write_off_reversed') as given_up
        from tally.invoices as i left join tally.invoice_decisions as d
          on d.merchant_id = ${organization} and d.invoice_id = i.invoice_id
        where i.merchant_id = ${organization} group by i.invoice_id, i.status
      ), judged as (
        select id, given_up = case when status = 'WRITTEN_OFF' then 1 else 0 end as fits from counted
      ) ${findings()}`,
  },
  {
    name: 'Every credit note through a provider is as far as its refund.',
    sql: (organization) => sql`
      with judged as (
        select c.invoice_refund_id as id, case
          when c.paid_from in ('funds', 'out_of_band') then r.refund_id is null and c.status = 'ISSUED'
          when r.status in ('succeeded', 'failed') then c.status = 'ISSUED' and c.settled_at is not null
          when r.status = 'cancelled' then c.status = 'VOIDED'
          else c.status = 'ISSUED' and c.settled_at is null and r.amount = c.total end is true as fits
        from tally.invoice_refunds as c left join tally.refunds as r
          on r.merchant_id = ${organization} and r.refund_id = c.refund_id
            and r.reason = 'invoice_refund' and r.subject_id = c.invoice_refund_id
        where c.merchant_id = ${organization}
      ) ${findings()}`,
  },
]
