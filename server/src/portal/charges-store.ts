import type { chargeCauses } from '@tallystick/contract/portal-views.ts'
import { sql } from 'kysely'
import type { Ctx } from '../platform/ctx.ts'
import type { Page } from '../platform/db/page.ts'
import type { Holder } from './holder-store.ts'

export type Movement = {
  readonly id: string
  readonly kind: 'usage' | 'topup' | 'payment' | 'refund' | 'return'
  /** What moved the money, for its description. */
  readonly cause: (typeof chargeCauses)[number]
  /** Name and unit of the metric of a `metric`; number of an `invoice`, and of the credit note of a `credit`. */
  readonly name: string | null
  readonly unit: string | null
  /** Of the metric, or of refunded events. */
  readonly quantity: string | null
  readonly amount: string
  readonly currency: string
  readonly at: Temporal.Instant
}

/**
 * What moved the money of a customer, newest first: usage of this subscription folded per hour and metric, its tax per
 * hour, and each payment and return by itself.
 */
export async function listMovements(
  ctx: Ctx,
  { subscriptionId, customerId }: Holder,
  { limit, offset }: Page,
): Promise<{ readonly rows: readonly Movement[]; readonly total: number }> {
  const merchant = ctx.organizationId
  const { rows } = await sql<{ total: number } & (Movement | { id: null })>`
    with charged as (
      select e.usage_event_id, date_trunc('hour', e.used_at, 'UTC') as hour, e.used_at, e.currency, e.price, e.tax,
        e.metric_ids, e.quantities, e.prices
      from tally.usage_events as e
      where e.merchant_id = ${merchant} and e.customer_id = ${customerId}
        and e.subscription_id = ${subscriptionId}
    ), used as (
      select c.hour, u.metric_id, c.currency, sum(u.quantity) as quantity, sum(u.price) as amount, max(c.used_at) as at
      from charged as c
      cross join lateral unnest(c.metric_ids, c.quantities, c.prices) as u (metric_id, quantity, price)
      group by c.hour, u.metric_id, c.currency
    ), taxed as (
      select c.hour, c.currency, sum(c.tax) as amount, max(c.used_at) as at
      from charged as c group by c.hour, c.currency
    ), refunded as (
      select date_trunc('hour', r.refunded_at, 'UTC') as hour, c.currency, count(*) as quantity,
        sum(c.price + c.tax) as amount, max(r.refunded_at) as at
      from tally.usage_refunds as r
      join charged as c on c.usage_event_id = r.usage_event_id
      where r.merchant_id = ${merchant} and r.customer_id = ${customerId}
      group by 1, c.currency
    ), movements as (
      select concat_ws('_', u.metric_id, extract(epoch from u.hour)::bigint, u.currency) as id, 'usage' as kind,
        'metric' as cause, m.name, m.unit, u.quantity::text as quantity, -u.amount as amount, u.currency, u.at
      from used as u
      join tally.billable_metrics as m on m.merchant_id = ${merchant} and m.billable_metric_id = u.metric_id
      where u.amount <> 0
      union all
      select concat_ws('_', 'tax', extract(epoch from t.hour)::bigint, t.currency), 'usage', 'tax', null, null, null,
        -t.amount, t.currency, t.at
      from taxed as t where t.amount <> 0
      union all
      select concat_ws('_', 'refund', extract(epoch from r.hour)::bigint, r.currency), 'refund', 'refund', null, null,
        r.quantity::text, r.amount, r.currency, r.at
      from refunded as r where r.amount <> 0
      union all
      select s.payment_session_id, 'topup', 'prefund', null, null, null, s.prefund_due, s.currency, s.activated_at
      from tally.subscriptions as s
      where s.merchant_id = ${merchant} and s.subscription_id = ${subscriptionId}
        and s.activated_at is not null and s.prefund_due > 0
      union all
      select i.invoice_id, 'payment', case when i.sequence = 0 then 'fees' else 'invoice' end, i.number, null, null,
        i.grand_total - i.instant_subtotal - i.instant_tax, i.currency, i.paid_at
      from tally.invoices as i
      where i.merchant_id = ${merchant} and i.subscription_id = ${subscriptionId}
        and i.status = 'PAID' and i.grand_total > i.instant_subtotal + i.instant_tax
      union all
      select r.invoice_refund_id, 'refund', 'credit', r.number, null, null, r.total, r.currency, r.created_at
      from tally.invoice_refunds as r
      where r.merchant_id = ${merchant} and r.subscription_id = ${subscriptionId} and r.status = 'ISSUED'
      union all
      select t.topup_id, 'topup', 'topup', null, null, null, t.amount, t.currency, t.updated_at
      from tally.topups as t
      where t.merchant_id = ${merchant} and t.customer_id = ${customerId} and t.status = 'success'
      union all
      select f.funds_return_id, 'return', 'return', null, null, null, -f.amount, f.currency, f.created_at
      from tally.funds_returns as f
      where f.merchant_id = ${merchant} and f.customer_id = ${customerId} and f.status <> 'failed'
      union all
      select p.payment_id, 'payment', 'payment', null, null, null, p.amount, p.currency, p.completed_at
      from tally.payments as p
      where p.merchant_id = ${merchant} and p.customer_id = ${customerId} and p.status = 'completed'
    )
    select counted.total, page.*
    from (select count(*)::int as total from movements) as counted
    left join lateral (
      select * from movements as m order by m.at desc, m.id desc limit ${limit} offset ${offset}
    ) as page on true
    order by page.at desc, page.id desc`.execute(ctx.db)
  const movements = rows.filter((row): row is Movement & { total: number } => row.id !== null)
  return { rows: movements, total: rows[0]?.total ?? 0 }
}
