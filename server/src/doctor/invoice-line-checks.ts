import { isCurrency, minorDigits } from '@tallystick/core/money/money.ts'
import { sql } from 'kysely'
import type { Check } from './check.ts'
import { findings } from './fact-checks.ts'

const totals = sql`(
  select jsonb_object_agg(currency, amount::text)
  from (select currency, sum(amount) as amount from judged where currency is not null group by currency) as t)`

/** Digits behind the point, where they are not two. */
const digits = sql.raw(
  [
    'case i.currency',
    ...Intl.supportedValuesOf('currency')
      .filter(isCurrency)
      .filter((code) => minorDigits(code) !== 2)
      .map((code) => `when '${code}' then ${minorDigits(code)}`),
    'else 2 end',
  ].join(' '),
)

/** What was entered for a line before anything was cut. */
const entered = sql.raw(`(l.basis->>'amount')::numeric`)

export const invoiceLineChecks: readonly Check[] = [
  {
    name: 'Every invoice is the sum of its lines, and one that is not calculated has no sum.',
    sql: (o) => sql`
      with judged as (
        select i.invoice_id as id, i.currency, i.grand_total as amount,
          i.grand_total = i.subtotal + i.total_tax and i.item_count = count(l.invoice_line_id)
          and i.subtotal = coalesce(sum(l.subtotal), 0) and i.total_tax = coalesce(sum(l.tax), 0)
          and i.grand_total = coalesce(sum(l.total), 0)
          and i.instant_subtotal = coalesce(sum(l.subtotal) filter (where l.cause = 'instant'), 0)
          and i.instant_tax = coalesce(sum(l.tax) filter (where l.cause = 'instant'), 0)
          and (i.calculated_at is not null or count(l.invoice_line_id) = 0) as fits
        from tally.invoices as i left join tally.invoice_lines as l
          on l.merchant_id = ${o} and l.invoice_id = i.invoice_id and l.calculated_at is not null
        where i.merchant_id = ${o} group by i.merchant_id, i.invoice_id
      ) ${findings(totals)}`,
  },
  {
    name: 'Every line is net and tax, on an invoice of its customer in its currency, or it waits for one.',
    sql: (o) => sql`
      with judged as (
        select l.invoice_line_id as id, l.currency, l.total as amount,
          l.total = l.subtotal + l.tax and case
            when l.calculated_at is null then l.position is null
              and (i.invoice_id is null or i.calculated_at is null)
            else l.position is not null and i.invoice_id is not null end
          and (i.invoice_id is null or l.currency = i.currency and l.customer_id = i.customer_id
            and l.subscription_id = i.subscription_id) as fits
        from tally.invoice_lines as l left join tally.invoices as i
          on i.merchant_id = ${o} and i.invoice_id = l.invoice_id
        where l.merchant_id = ${o}
      ) ${findings(totals)}`,
  },
  {
    // What instant usage has paid was taxed event by event.
    name: 'The tax of every invoice is, rate by rate, that of the sum of its lines.',
    sql: (o) => sql`
      with rates as (
        select i.invoice_id as id, i.currency, sum(l.tax) as amount, case l.basis->>'behavior'
          when 'inclusive' then round(greatest(sum(l.total), 0) * l.tax_rate / (100 + l.tax_rate), ${digits})
          else round(greatest(sum(l.subtotal), 0) * l.tax_rate / 100, ${digits}) end as due
        from tally.invoice_lines as l join tally.invoices as i
          on i.merchant_id = ${o} and i.invoice_id = l.invoice_id
        where l.merchant_id = ${o} and l.calculated_at is not null and l.cause <> 'instant'
        group by i.invoice_id, i.currency, l.tax_rate, l.basis->>'behavior'
      ), judged as (select id, currency, amount, amount = due as fits from rates)
      ${findings(totals)}`,
  },
  {
    name: 'What was cut from a credit waits for the next invoice once, or the last one paid it out.',
    sql: (o) => sql`
      with cut as (
        select l.invoice_line_id as id, i.closes_subscription, l.currency, (l.basis->>'cut')::numeric as amount
        from tally.invoice_lines as l join tally.invoices as i
          on i.merchant_id = ${o} and i.invoice_id = l.invoice_id
        where l.merchant_id = ${o} and l.calculated_at is not null
          and l.basis->>'givesBack' = 'credit' and (l.basis->>'cut')::numeric > 0
      ), carried as (
        select l.basis->>'carriedFrom' as origin, count(*) as times, sum(${entered}) as amount
        from tally.invoice_lines as l
        where l.merchant_id = ${o} and l.basis->>'carriedFrom' is not null group by 1
      ), judged as (
        select coalesce(c.id, d.origin) as id, c.currency, c.amount, case
          when c.closes_subscription then d.origin is null
          else c.amount = -d.amount and d.times = 1 end is true as fits
        from cut as c full join carried as d on d.origin = c.id
      ) ${findings(totals)}`,
  },
  {
    name: 'What usage was billed, late parts included, is what lines of invoices say.',
    sql: (o) => sql`
      with lines as (
        select l.subscription_id, l.price_id, (l.basis->'usage'->>'start')::timestamptz as billed_from,
          sum(${entered}) as amount
        from tally.invoice_lines as l
        where l.merchant_id = ${o} and l.calculated_at is not null and l.type = 'metered'
          and l.cause in ('charge', 'rebate', 'late') and l.basis->>'source' = 'meter'
          -- Where there was no time for usage, none can come late: a flat fee is all there is.
          and (l.basis->'usage'->>'start')::timestamptz < (l.basis->'usage'->>'end')::timestamptz
        group by 1, 2, 3
      ), judged as (
        select concat(coalesce(b.subscription_id, l.subscription_id), ' ', coalesce(b.price_id, l.price_id)) as id,
          i.currency, b.amount, coalesce(l.amount, 0) = b.amount
            and i.subscription_id = b.subscription_id and i.calculated_at is not null is true as fits
        from (select * from tally.billed_usage where merchant_id = ${o}) as b
        left join tally.invoices as i on i.merchant_id = ${o} and i.invoice_id = b.invoice_id
        full join lines as l on l.subscription_id = b.subscription_id and l.price_id = b.price_id
          and l.billed_from = b.billed_from
      ) ${findings(totals)}`,
  },
]
