import { type Money, nanosToText } from '@tallystick/core/money/money.ts'
import { sql } from 'kysely'
import type { Ctx } from '../../platform/ctx.ts'
import { nanosOf } from '../../platform/db/amounts.ts'

export type NewChargeback = {
  readonly attemptId: string
  readonly providerReference: string
  readonly amount: Money
  /** Nanos. */
  readonly fromFunds: bigint
  readonly fee: bigint
}

export async function isChargedBack(ctx: Ctx, attemptId: string): Promise<boolean> {
  const row = await ctx.db
    .selectFrom('tally.chargebacks')
    .select('payment_attempt_id')
    .where('merchant_id', '=', ctx.organizationId)
    .where('payment_attempt_id', '=', attemptId)
    .executeTakeFirst()
  return row !== undefined
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
