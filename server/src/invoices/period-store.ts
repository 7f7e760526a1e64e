import { sql } from 'kysely'
import type { Ctx } from '../platform/ctx.ts'
import { type InvoiceRow, invoicesOfKind, readInvoice } from './store.ts'

/** The invoice of the period that runs, locked; undefined when none does. */
export async function lockActiveInvoice(
  ctx: Ctx,
  subscriptionId: string,
): Promise<InvoiceRow | undefined> {
  const row = await invoicesOfKind(ctx, 'period')
    .where('subscription_id', '=', subscriptionId)
    .where('status', '=', 'ACTIVE')
    .forUpdate()
    .executeTakeFirst()
  return row && readInvoice(row)
}

export type Closing = {
  readonly id: string
  readonly end: Temporal.Instant
  readonly gracePeriodEnd: Temporal.Instant
  readonly termsEnd: Temporal.Instant | undefined
  readonly closesSubscription: boolean
}

export async function setClosing(ctx: Ctx, closing: Closing): Promise<void> {
  const step = JSON.stringify([{ status: 'CLOSING', at: ctx.now.toString() }])
  await ctx.db
    .updateTable('tally.invoices')
    .set({
      status: 'CLOSING',
      period_end: closing.end,
      grace_period_end: closing.gracePeriodEnd,
      terms_end: closing.termsEnd ?? null,
      closes_subscription: closing.closesSubscription,
      history: sql<string>`history || ${step}::jsonb`,
      updated_at: ctx.now,
    })
    .where('merchant_id', '=', ctx.organizationId)
    .where('invoice_id', '=', closing.id)
    .execute()
}
