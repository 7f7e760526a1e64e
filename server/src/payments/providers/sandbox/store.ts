import { type Money, nanosToText } from '@tallystick/core/money/money.ts'
import type { Selectable } from 'kysely'
import type { Ctx } from '../../../platform/ctx.ts'
import { moneyOf, nanosOf } from '../../../platform/db/amounts.ts'
import type { Schema } from '../../../platform/db/schema.gen.ts'
import type { ProviderMethod, ProviderPayment, ProviderRefund } from '../provider.ts'
import type { Outcome } from './outcome.ts'

/** A payment as the sandbox remembers it. */
export type SandboxPayment = ProviderPayment & {
  readonly reference: string
  readonly method: ProviderMethod
  readonly amount: Money
  readonly outcome: Outcome
  readonly createdAt: Temporal.Instant
}

const paymentColumns = [
  'sandbox_payment_id',
  'idempotency_key',
  'amount',
  'currency',
  'status',
  'outcome',
  'challenge_id',
  'failure_code',
  'method',
  'created_at',
] as const
const place = (row: string) => ({ table: 'sandbox_payments', column: 'method', row })

/** Undefined when there is a payment with this key already. */
export async function insertPayment(ctx: Ctx, payment: SandboxPayment): Promise<boolean> {
  const { numInsertedOrUpdatedRows } = await ctx.db
    .insertInto('tally.sandbox_payments')
    .values({
      merchant_id: ctx.organizationId,
      sandbox_payment_id: payment.reference,
      idempotency_key: payment.idempotencyKey,
      amount: nanosToText(payment.amount.nanos),
      currency: payment.amount.currency,
      status: payment.status,
      outcome: payment.outcome,
      challenge_id: payment.challengeId ?? null,
      failure_code: payment.failureCode ?? null,
      method: ctx.seals.seal(place(payment.reference), payment.method),
      created_at: payment.createdAt,
      updated_at: payment.createdAt,
    })
    .onConflict((conflict) => conflict.columns(['merchant_id', 'idempotency_key']).doNothing())
    .executeTakeFirstOrThrow()
  return numInsertedOrUpdatedRows === 1n
}

type PaymentName = 'sandbox_payment_id' | 'idempotency_key' | 'challenge_id'

/** Locked, so that it changes once. */
export async function lockPayment(
  ctx: Ctx,
  by: PaymentName,
  name: string,
): Promise<SandboxPayment | undefined> {
  const row = await ctx.db
    .selectFrom('tally.sandbox_payments')
    .select(paymentColumns)
    .where('merchant_id', '=', ctx.organizationId)
    .where(by, '=', name)
    .forUpdate()
    .executeTakeFirst()
  return row && open(ctx, row)
}

export async function setPayment(
  ctx: Ctx,
  reference: string,
  change: { readonly status: ProviderPayment['status']; readonly failureCode?: string },
): Promise<void> {
  await ctx.db
    .updateTable('tally.sandbox_payments')
    .set({ status: change.status, failure_code: change.failureCode ?? null, updated_at: ctx.now })
    .where('merchant_id', '=', ctx.organizationId)
    .where('sandbox_payment_id', '=', reference)
    .execute()
}

export async function setDisputed(ctx: Ctx, reference: string, fee: string): Promise<void> {
  await ctx.db
    .updateTable('tally.sandbox_payments')
    .set({ disputed_at: ctx.now, dispute_fee: fee, updated_at: ctx.now })
    .where('merchant_id', '=', ctx.organizationId)
    .where('sandbox_payment_id', '=', reference)
    .where('disputed_at', 'is', null)
    .execute()
}

export async function setDecided(ctx: Ctx, reference: string, outcome: 'won' | 'lost') {
  await ctx.db
    .updateTable('tally.sandbox_payments')
    .set({ dispute_outcome: outcome, updated_at: ctx.now })
    .where('merchant_id', '=', ctx.organizationId)
    .where('sandbox_payment_id', '=', reference)
    .execute()
}

export type SandboxRefund = ProviderRefund & {
  readonly reference: string
  readonly paymentReference: string
  readonly nanos: bigint
}

export async function insertRefund(ctx: Ctx, refund: SandboxRefund): Promise<void> {
  await ctx.db
    .insertInto('tally.sandbox_refunds')
    .values({
      merchant_id: ctx.organizationId,
      sandbox_refund_id: refund.reference,
      sandbox_payment_id: refund.paymentReference,
      idempotency_key: refund.idempotencyKey,
      amount: nanosToText(refund.nanos),
      status: refund.status,
      created_at: ctx.now,
    })
    .execute()
}

export async function listRefunds(ctx: Ctx, paymentReference: string): Promise<SandboxRefund[]> {
  const rows = await refunds(ctx).where('sandbox_payment_id', '=', paymentReference).execute()
  return rows.map(openRefund)
}

export async function findRefund(ctx: Ctx, reference: string): Promise<SandboxRefund | undefined> {
  const row = await refunds(ctx).where('sandbox_refund_id', '=', reference).executeTakeFirst()
  return row && openRefund(row)
}

export async function setRefund(
  ctx: Ctx,
  reference: string,
  status: ProviderRefund['status'],
): Promise<void> {
  await ctx.db
    .updateTable('tally.sandbox_refunds')
    .set({ status })
    .where('merchant_id', '=', ctx.organizationId)
    .where('sandbox_refund_id', '=', reference)
    .execute()
}

const refundColumns = [
  'sandbox_refund_id',
  'sandbox_payment_id',
  'idempotency_key',
  'amount',
  'status',
] as const

function refunds({ db, organizationId }: Ctx) {
  return db
    .selectFrom('tally.sandbox_refunds')
    .select(refundColumns)
    .where('merchant_id', '=', organizationId)
}

type PaymentRow = Pick<
  Selectable<Schema['tally.sandbox_payments']>,
  (typeof paymentColumns)[number]
>
type RefundRow = Pick<Selectable<Schema['tally.sandbox_refunds']>, (typeof refundColumns)[number]>

function open(ctx: Ctx, row: PaymentRow): SandboxPayment {
  const status = row.status as ProviderPayment['status']
  return {
    reference: row.sandbox_payment_id,
    idempotencyKey: row.idempotency_key,
    amount: moneyOf(row),
    status,
    outcome: row.outcome as Outcome,
    challengeId: status === 'requires_action' ? (row.challenge_id ?? undefined) : undefined,
    failureCode: row.failure_code ?? undefined,
    method: ctx.seals.open<ProviderMethod>(place(row.sandbox_payment_id), row.method),
    createdAt: row.created_at,
  }
}

function openRefund(row: RefundRow): SandboxRefund {
  return {
    reference: row.sandbox_refund_id,
    paymentReference: row.sandbox_payment_id,
    idempotencyKey: row.idempotency_key,
    nanos: nanosOf(row.amount),
    status: row.status as ProviderRefund['status'],
  }
}
