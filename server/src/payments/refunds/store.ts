import type { ProviderAccount } from '@tallystick/core/ledger/accounts.ts'
import { type Money, nanosToText } from '@tallystick/core/money/money.ts'
import { sql } from 'kysely'
import type { Ctx } from '../../platform/ctx.ts'
import { moneyOf, nanosOf } from '../../platform/db/amounts.ts'

/** Money on its way back through one payment. */
export type Refund = {
  readonly id: string
  readonly reason: 'funds_return' | 'duplicate_payment' | 'invoice_refund'
  /** The funds return, the attempt or the credit note that it serves. */
  readonly subjectId: string
  readonly attemptId: string
  readonly customerId: string | undefined
  readonly amount: Money
  readonly status: 'pending' | 'cancelling' | 'succeeded' | 'failed' | 'cancelled'
}

/** Whether its money has moved, or will never move. */
export function isEnded({ status }: Pick<Refund, 'status'>): boolean {
  return status !== 'pending' && status !== 'cancelling'
}

/** With where its payment lies. */
export type SendableRefund = Refund & {
  readonly provider: ProviderAccount
  readonly paymentReference: string
  /** Whether the provider may have been asked for it. */
  readonly mayBeSent: boolean
  /** It had arrived, and came back. */
  readonly isBounced: boolean
}

export async function insertRefund(ctx: Ctx, refund: Omit<Refund, 'status'>): Promise<void> {
  await ctx.db
    .insertInto('tally.refunds')
    .values({
      merchant_id: ctx.organizationId,
      refund_id: refund.id,
      reason: refund.reason,
      subject_id: refund.subjectId,
      payment_attempt_id: refund.attemptId,
      customer_id: refund.customerId ?? null,
      amount: nanosToText(refund.amount.nanos),
      currency: refund.amount.currency,
      status: 'pending',
      created_at: ctx.now,
      updated_at: ctx.now,
    })
    .execute()
}

/** Locked, so that its end is booked once. */
export async function lockRefund(ctx: Ctx, id: string): Promise<SendableRefund | undefined> {
  const row = await ctx.db
    .selectFrom('tally.refunds as r')
    .innerJoin('tally.payment_attempts as t', (join) =>
      join
        .onRef('t.merchant_id', '=', 'r.merchant_id')
        .onRef('t.payment_attempt_id', '=', 'r.payment_attempt_id'),
    )
    .innerJoin('tally.payment_sessions as s', (join) =>
      join
        .onRef('s.merchant_id', '=', 't.merchant_id')
        .onRef('s.payment_session_id', '=', 't.payment_session_id'),
    )
    .select(['r.refund_id', 'r.reason', 'r.subject_id', 'r.payment_attempt_id', 'r.customer_id'])
    .select(['r.amount', 'r.currency', 'r.status', 'r.may_be_sent', 'r.bounced_at'])
    .select(['s.provider', 's.provider_account', 't.provider_reference'])
    .where('r.merchant_id', '=', ctx.organizationId)
    .where('r.refund_id', '=', id)
    .forUpdate('r')
    .executeTakeFirst()
  return (
    row && {
      id: row.refund_id,
      reason: row.reason as Refund['reason'],
      subjectId: row.subject_id,
      attemptId: row.payment_attempt_id,
      customerId: row.customer_id ?? undefined,
      amount: moneyOf(row),
      status: row.status as Refund['status'],
      provider: { provider: row.provider, account: row.provider_account },
      paymentReference: row.provider_reference ?? '',
      mayBeSent: row.may_be_sent,
      isBounced: row.bounced_at !== null,
    }
  )
}

export async function setRefund(ctx: Ctx, id: string, status: Refund['status']): Promise<void> {
  await ctx.db
    .updateTable('tally.refunds')
    .set({ status, updated_at: ctx.now })
    .where('merchant_id', '=', ctx.organizationId)
    .where('refund_id', '=', id)
    .execute()
}

export async function setBounced(ctx: Ctx, id: string): Promise<void> {
  await ctx.db
    .updateTable('tally.refunds')
    .set({ bounced_at: ctx.now, updated_at: ctx.now })
    .where('merchant_id', '=', ctx.organizationId)
    .where('refund_id', '=', id)
    .execute()
}

/** Written down before the provider is asked: what nobody asked for can be stopped for sure. */
export async function setSending(ctx: Ctx, id: string): Promise<void> {
  await ctx.db
    .updateTable('tally.refunds')
    .set({ may_be_sent: true })
    .where('merchant_id', '=', ctx.organizationId)
    .where('refund_id', '=', id)
    .execute()
}

/** How the refunds that serve one funds return stand. */
export async function listRefundStatuses(ctx: Ctx, subjectId: string): Promise<string[]> {
  const rows = await ctx.db
    .selectFrom('tally.refunds')
    .select('status')
    .where('merchant_id', '=', ctx.organizationId)
    .where('reason', '=', 'funds_return')
    .where('subject_id', '=', subjectId)
    .execute()
  return rows.map(({ status }) => status)
}

/** What is on its way back to a customer, by currency: its funds, should it not arrive. */
export async function sumPendingReturns(ctx: Ctx, customerId: string): Promise<Money[]> {
  const { rows } = await sql<{ amount: string; currency: string }>`
    select sum(r.amount) as amount, r.currency from tally.refunds as r
    where r.merchant_id = ${ctx.organizationId} and r.customer_id = ${customerId}
      and r.reason <> 'duplicate_payment' and r.status in ('pending', 'cancelling')
    group by r.currency order by r.currency`.execute(ctx.db)
  return rows.map(moneyOf)
}

/** A payment that brought funds, and how much of them has not gone back through it yet. */
export type Source = { readonly attemptId: string; readonly nanos: bigint }

/** Newest first. A payment that was itself sent back, or taken back by the payer's bank, brings nothing any more. */
export async function listSources(
  ctx: Ctx,
  customerId: string,
  currency: string,
): Promise<readonly Source[]> {
  const { rows } = await sql<{ payment_attempt_id: string; left_amount: string }>`
    select t.payment_attempt_id, s.funds_amount - coalesce((
        select sum(r.amount) from tally.refunds as r
        where r.merchant_id = ${ctx.organizationId} and r.payment_attempt_id = t.payment_attempt_id
          and r.status not in ('failed', 'cancelled')
          and r.reason <> 'invoice_refund'), 0) as left_amount
    from tally.payment_sessions as s
    join tally.payment_attempts as t on t.merchant_id = ${ctx.organizationId}
      and t.payment_session_id = s.payment_session_id and t.status = 'succeeded'
    where s.merchant_id = ${ctx.organizationId} and s.customer_id = ${customerId}
      and s.currency = ${currency} and s.status = 'completed' and s.funds_amount > 0
      and not exists (
        select from tally.refunds as d where d.merchant_id = ${ctx.organizationId}
          and d.payment_attempt_id = t.payment_attempt_id and d.reason = 'duplicate_payment')
      and not exists (
        select from tally.chargebacks as c where c.merchant_id = ${ctx.organizationId}
          and c.payment_attempt_id = t.payment_attempt_id and c.status <> 'won')
    order by t.created_at desc, t.payment_attempt_id desc`.execute(ctx.db)
  return rows
    .map((row) => ({ attemptId: row.payment_attempt_id, nanos: nanosOf(row.left_amount) }))
    .filter(({ nanos }) => nanos > 0n)
}
