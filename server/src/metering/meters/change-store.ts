import { sql } from 'kysely'
import type { Ctx } from '../../platform/ctx.ts'
import { hexOf } from '../hex.ts'
import { inMicroseconds } from './microseconds.ts'

export type ChangeQuestion = {
  readonly billableMetricId: string
  readonly customerId: string
  /** Only events that happened before. */
  readonly before: Temporal.Instant
  /** The `asOf` of an earlier reading. */
  readonly since: Temporal.Instant
}

/**
 * Whether totals of days, the tail, the customer's subjects or the metric's meters have changed. A day counts whole, and
 * what a reading already took from the tail counts again when it is folded: true may be too much, false never is.
 */
export async function mayHaveChanged(ctx: Ctx, question: ChangeQuestion): Promise<boolean> {
  const merchant = ctx.organizationId
  const { billableMetricId: metric, customerId, since } = question
  const before = inMicroseconds(question.before)
  const { rows } = await sql<{ changed: boolean }>`
    /* may have changed */
    with metered as (
      select m.meter_id from tally.meters as m where m.merchant_id = ${merchant}
        and m.billable_metric_id = ${metric} and m.ready_at is not null and m.retired_at is null
    ), subjects as (
      select ${hexOf(customerId)}::uuid as subject_id, null::timestamptz as linked_at
      union all
      select e.subject_id, e.linked_at from tally.external_subjects as e
      where e.merchant_id = ${merchant} and e.customer_id = ${customerId}
    )
    select exists (
        select from tally.meters as m where m.merchant_id = ${merchant} and m.billable_metric_id = ${metric}
          and (m.ready_at >= ${since} or m.retired_at >= ${since}))
      or exists (select from subjects as s where s.linked_at >= ${since})
      or exists (
        select from metered as m cross join subjects as s cross join lateral (
          select from tally.meter_totals as t
          where t.merchant_id = ${merchant} and t.meter_id = m.meter_id and t.grain = 'day'
            and not t.detail and t.bucket < ${before} and t.subject_id = s.subject_id
            and t.touched_at >= ${since} limit 1) as t)
      or exists (
        select from tally.meter_tail as w join tally.meter_readings as r
          on r.merchant_id = ${merchant} and r.batch_id = w.batch_id and r.received_on = w.received_on
        where w.merchant_id = ${merchant} and r.happened_at < ${before}
          and r.subject_id in (select s.subject_id from subjects as s)
          and r.meters && array(select m.meter_id from metered as m)) as changed`.execute(ctx.db)
  return rows[0]?.changed ?? true
}
