import type { ProviderAccount } from '@tallystick/core/ledger/accounts.ts'
import { type Money, nanosToText } from '@tallystick/core/money/money.ts'
import { sql } from 'kysely'
import type { Ctx } from '../../platform/ctx.ts'
import { moneyOf, nanosOf } from '../../platform/db/amounts.ts'

export type NewChargeback = {
  readonly attemptId: string
  readonly providerReference: string
  readonly amount: Money
  /** Nanos. */
  readonly fromFunds: bigint
  readonly fee: bigint
}

export type Chargeback = NewChargeback & {
  readonly status: 'open' | 'won' | 'lost'
  readonly customerId: string | undefined
  readonly provider: ProviderAccount
}

/** Whether the payer's bank holds this payment: it has taken it back, and the case is not won. */
export async function isChargedBack(ctx: Ctx, attemptId: string): Promise<boolean> {
  const row = await ctx.db
    .selectFrom('tally.chargebacks')
    .select('status')
    .where('merchant_id', '=', ctx.organizationId)
    .where('payment_attempt_id', '=', attemptId)
    .executeTakeFirst()
  return row !== undefined && row.status !== 'won'
}

/** Locked, so that it is decided once. */
export async function lockChargeback(ctx: Ctx, attemptId: string): Promise<Chargeback | undefined> {
  const row = await ctx.db
    .selectFrom('tally.chargebacks as c')
    .innerJoin('tally.payment_attempts as t', (join) =>
      join
        .onRef('t.merchant_id', '=', 'c.merchant_id')
        .onRef('t.payment_attempt_id', '=', 'c.payment_attempt_id'),
    )
    .innerJoin('tally.payment_sessions as s', (join) =>
      join
        .onRef('s.merchant_id', '=', 't.merchant_id')
        .onRef('s.payment_session_id', '=', 't.payment_session_id'),
    )
    .select(['c.provider_reference', 'c.amount', 'c.funds_amount', 'c.fee_amount', 'c.currency'])
    .select(['c.status', 's.customer_id', 's.provider', 's.provider_account'])
    .where('c.merchant_id', '=', ctx.organizationId)
    .where('c.payment_attempt_id', '=', attemptId)
    .forUpdate('c')
    .executeTakeFirst()
  return (
    row && {
      attemptId,
      providerReference: row.provider_reference,
      amount: moneyOf(row),
      fromFunds: nanosOf(row.funds_amount),
      fee: nanosOf(row.fee_amount),
      status: row.status as Chargeback['status'],
      customerId: row.customer_id ?? undefined,
      provider: { provider: row.provider, account: row.provider_account },
    }
  )
}

export async function setDecision(
  ctx: Ctx,
  attemptId: string,
  { status, feeReturned }: { readonly status: 'won' | 'lost'; readonly feeReturned: bigint },
): Promise<void> {
  await ctx.db
    .updateTable('tally.chargebacks')
    .set({ status, fee_returned: nanosToText(feeReturned), decided_at: ctx.now })
    .where('merchant_id', '=', ctx.organizationId)
    .where('payment_attempt_id', '=', attemptId)
    .execute()
}

export async function insertChargeback(ctx: Ctx, chargeback: NewChargeback): Promise<void> {
  const { attemptId, providerReference, amount, fromFunds, fee } = chargeback
  await ctx.db
    .insertInto('tally.chargebacks')
    .values({
      merchant_id: ctx.organizationId,
      payment_attempt_id: attemptId,
      provider_reference: providerReference,
      amount: nanosToText(amount.nanos),
      funds_amount: nanosToText(fromFunds),
      fee_amount: nanosToText(fee),
      currency: amount.currency,
      created_at: ctx.now,
    })
    .execute()
}

/** Nanos of the funds that a payment brought which have gone back through it, or are on their way. */
export async function sumReturned(ctx: Ctx, attemptId: string): Promise<bigint> {
  const { rows } = await sql<{ amount: string }>`
    select coalesce(sum(r.amount), 0) as amount from tally.refunds as r
    where r.merchant_id = ${ctx.organizationId} and r.payment_attempt_id = ${attemptId}
      and r.status not in ('failed', 'cancelled') and r.reason <> 'invoice_refund'`.execute(ctx.db)
  return nanosOf(rows[0]?.amount ?? '0')
}
