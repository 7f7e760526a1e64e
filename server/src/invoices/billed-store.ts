import { type Decimal, formatDecimal } from '@tallystick/core/money/decimal.ts'
import { nanosToText } from '@tallystick/core/money/money.ts'
import type { TermsPrice, TermsText } from '@tallystick/core/subscribing/terms.ts'
import type { Period } from '@tallystick/core/time/period.ts'
import type { Ctx } from '../platform/ctx.ts'
import { decimalOf, nanosOf } from '../platform/db/amounts.ts'

/** The price as it was, and its terms, whose prices are left out. */
export type BilledBasis = { readonly price: TermsPrice; readonly terms: TermsText }

/** What was billed of one metered price in one stretch of time, late parts included. */
export type BilledUsage = {
  readonly priceId: string
  readonly billableMetricId: string
  readonly billed: Period
  /** What was billed, and how: the price and its plan as they were, as JSON. */
  readonly basis: BilledBasis
  readonly quantity: Decimal
  /** Rounded, before anything was cut; nanos. */
  readonly amount: bigint
  readonly invoiceId: string
  /** The real time at which the meter was read. */
  readonly readAt: Temporal.Instant
}

type BilledFor = { readonly subscriptionId: string; readonly customerId: string }

export type LastBilled = {
  readonly billableMetricId: string
  readonly until: Temporal.Instant
  readonly readAt: Temporal.Instant
}

/** Until when the usage of each metric was billed, and when it was last looked at. */
export async function listLastBilled(
  ctx: Ctx,
  subscriptionId: string,
): Promise<readonly LastBilled[]> {
  const rows = await ctx.db
    .selectFrom('tally.billed_usage')
    .select(({ fn }) => [
      'billable_metric_id',
      fn.max('billed_to').as('until'),
      fn.max('billed_at').as('read_at'),
    ])
    .where('merchant_id', '=', ctx.organizationId)
    .where('subscription_id', '=', subscriptionId)
    .groupBy('billable_metric_id')
    .orderBy('billable_metric_id')
    .execute()
  return rows.map((row) => ({
    billableMetricId: row.billable_metric_id,
    until: row.until,
    readAt: row.read_at,
  }))
}

/** What was billed of these metrics, the oldest first. */
export async function listBilled(
  ctx: Ctx,
  subscriptionId: string,
  metricIds: readonly string[],
): Promise<readonly BilledUsage[]> {
  const rows = await ctx.db
    .selectFrom('tally.billed_usage')
    .selectAll()
    .where('merchant_id', '=', ctx.organizationId)
    .where('subscription_id', '=', subscriptionId)
    .where('billable_metric_id', 'in', metricIds)
    .orderBy('billed_from')
    .orderBy('price_id')
    .execute()
  return rows.map((row) => ({
    priceId: row.price_id,
    billableMetricId: row.billable_metric_id,
    billed: { start: row.billed_from, end: row.billed_to },
    basis: row.price as BilledBasis,
    quantity: decimalOf(row.quantity),
    amount: nanosOf(row.amount),
    invoiceId: row.invoice_id,
    readAt: row.billed_at,
  }))
}

/** Up to when late usage of a metric was looked for. What was billed stays. */
export async function setReadAt(
  ctx: Ctx,
  {
    subscriptionId,
    billableMetricId,
  }: { readonly subscriptionId: string; readonly billableMetricId: string },
  readAt: Temporal.Instant,
): Promise<void> {
  await ctx.db
    .updateTable('tally.billed_usage')
    .set({ billed_at: readAt })
    .where('merchant_id', '=', ctx.organizationId)
    .where('subscription_id', '=', subscriptionId)
    .where('billable_metric_id', '=', billableMetricId)
    .execute()
}

/** Each stretch once: what is billed of it later replaces what was billed before. */
export async function saveBilled(
  ctx: Ctx,
  { subscriptionId, customerId }: BilledFor,
  billed: readonly BilledUsage[],
): Promise<void> {
  if (billed.length === 0) return
  await ctx.db
    .insertInto('tally.billed_usage')
    .values(
      billed.map((each) => ({
        merchant_id: ctx.organizationId,
        subscription_id: subscriptionId,
        customer_id: customerId,
        price_id: each.priceId,
        billable_metric_id: each.billableMetricId,
        billed_from: each.billed.start,
        billed_to: each.billed.end,
        price: JSON.stringify(each.basis),
        quantity: formatDecimal(each.quantity),
        amount: nanosToText(each.amount),
        invoice_id: each.invoiceId,
        billed_at: each.readAt,
      })),
    )
    .onConflict((conflict) =>
      conflict
        .columns(['merchant_id', 'subscription_id', 'price_id', 'billed_from'])
        .doUpdateSet((eb) => ({
          quantity: eb.ref('excluded.quantity'),
          amount: eb.ref('excluded.amount'),
          invoice_id: eb.ref('excluded.invoice_id'),
          billed_at: eb.ref('excluded.billed_at'),
        })),
    )
    .execute()
}
