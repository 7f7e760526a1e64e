import { sql } from 'kysely'
import type { Check } from './check.ts'
import { findings } from './fact-checks.ts'

/** Documents with numbers: `INV-2026-11-001` is the first one of November. */
const numbered = (o: string) => sql`
  select i.number, i.issued_at as at, 'INV' as series from tally.invoices as i
  where i.merchant_id = ${o} and (i.number is not null or i.issued_at is not null)
  union all
  select c.number, c.created_at, 'CRN' from tally.invoice_refunds as c where c.merchant_id = ${o}`

export const invoiceOrderChecks: readonly Check[] = [
  {
    name: 'Numbers of invoices and credit notes follow each other without gaps, month by month.',
    sql: (o) => sql`
      with documents as (
        select series, substring(number from '^[A-Z]{3}-(\\d{4}-\\d\\d)-\\d{3,}$') as month,
          substring(number from '\\d+$')::int as rank,
          number like series || '-' || to_char(at at time zone 'UTC', 'YYYY-MM') || '-%' is true as is_named
        from (${numbered(o)}) as n
      ), months as (
        select series, month, count(*) as documents, count(distinct rank) as numbers, min(rank) as first,
          max(rank) as last, bool_and(is_named) as are_named
        from documents group by series, month
      ), judged as (
        select concat(coalesce(m.series, n.series), '-', coalesce(m.month, n.month)) as id,
          (m.are_named and m.first = 1 and m.last = m.documents and m.numbers = m.documents
            and n.last = m.last) is true as fits
        from months as m full join (select * from tally.invoice_numbers where merchant_id = ${o}) as n
          on n.series = m.series and n.month = m.month
      ) ${findings()}`,
  },
  {
    name: 'Every period of a subscription has one invoice, and begins where the one before it ended.',
    sql: (o) => sql`
      with periods as (
        select i.invoice_id as id, i.sequence, i.period_start, i.period_end,
          lag(i.sequence, 1, 0) over of_subscription as sequence_before,
          lag(i.period_end) over of_subscription as end_before
        from tally.invoices as i where i.merchant_id = ${o} and i.kind = 'period'
        window of_subscription as (partition by i.subscription_id order by i.sequence)
      ), judged as (
        select id, sequence = sequence_before + 1 and period_start <= period_end
          and (sequence = 1 or period_start = end_before) as fits
        from periods
      ) ${findings()}`,
  },
  {
    name: 'No stretch of usage is billed twice by one price.',
    sql: (o) => sql`
      with stretches as (
        select b.subscription_id, b.price_id, b.billed_from,
          lag(b.billed_to) over (partition by b.subscription_id, b.price_id order by b.billed_from) as end_before
        from tally.billed_usage as b where b.merchant_id = ${o}
      ), judged as (
        select concat(subscription_id, ' ', price_id) as id, end_before is null or billed_from >= end_before as fits
        from stretches
      ) ${findings()}`,
  },
  {
    name: 'Every invoice is as far as its history says.',
    sql: (o) => sql`
      with judged as (
        select i.invoice_id as id, i.history->-1->>'status' = i.status
          and (i.issued_at is not null) = (i.number is not null)
          and (i.status not in ('ISSUED', 'PAYMENT_FAILED', 'PAID', 'WRITTEN_OFF') or i.issued_at is not null)
          and (i.paid_at is not null) = (i.status = 'PAID')
          and (i.status not in ('ACTIVE', 'CLOSING', 'CLOSED', 'FAILED') or i.calculated_at is null) as fits
        from tally.invoices as i where i.merchant_id = ${o}
      ) ${findings()}`,
  },
]
