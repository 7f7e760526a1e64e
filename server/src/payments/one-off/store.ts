import { type Money, nanosToText } from '@tallystick/core/money/money.ts'
import { type Selectable, sql } from 'kysely'
import type { Ctx } from '../../platform/ctx.ts'
import { moneyOf } from '../../platform/db/amounts.ts'
import { newestFirst, type Page } from '../../platform/db/page.ts'
import type { Schema } from '../../platform/db/schema.gen.ts'

/** Stands sealed in a payment's details. */
export type PaymentDetails = {
  readonly idempotencyKey?: string | undefined
  readonly reference?: string | undefined
  readonly metadata?: Readonly<Record<string, string>> | undefined
  readonly lineItems?:
    | readonly {
        readonly description: string
        readonly amount: string
        readonly quantity: number
      }[]
    | undefined
}

export type PaymentStatus = 'pending' | 'completed' | 'expired' | 'cancelled'

export type OneOffPayment = PaymentDetails & {
  readonly id: string
  readonly customerId: string | undefined
  readonly amount: Money
  readonly status: PaymentStatus
  readonly expiresAt: Temporal.Instant
  readonly createdAt: Temporal.Instant
}

const columns = [
  'payment_id',
  'customer_id',
  'amount',
  'currency',
  'status',
  'details',
  'expires_at',
  'created_at',
] as const
const place = (row: string) => ({ table: 'payments', column: 'details', row })
const indexOf = ({ seals }: Ctx, key: string) => seals.index('payments', 'idempotency', key)

/** False when a payment with this key is there already. */
export async function insertPayment(ctx: Ctx, payment: OneOffPayment): Promise<boolean> {
  const { id, amount, idempotencyKey, reference, metadata, lineItems } = payment
  const { numInsertedOrUpdatedRows } = await ctx.db
    .insertInto('tally.payments')
    .values({
      merchant_id: ctx.organizationId,
      payment_id: id,
      customer_id: payment.customerId ?? null,
      amount: nanosToText(amount.nanos),
      currency: amount.currency,
      status: payment.status,
      idempotency_index: idempotencyKey === undefined ? null : indexOf(ctx, idempotencyKey),
      details: ctx.seals.seal(place(id), { idempotencyKey, reference, metadata, lineItems }),
      expires_at: payment.expiresAt,
      created_at: payment.createdAt,
      updated_at: payment.createdAt,
    })
    .onConflict((conflict) => conflict.columns(['merchant_id', 'idempotency_index']).doNothing())
    .executeTakeFirstOrThrow()
  return numInsertedOrUpdatedRows === 1n
}

export async function findPayment(ctx: Ctx, id: string): Promise<OneOffPayment | undefined> {
  const row = await own(ctx).select(columns).where('payment_id', '=', id).executeTakeFirst()
  return row && open(ctx, row)
}

export async function findPaymentByKey(ctx: Ctx, key: string): Promise<OneOffPayment | undefined> {
  const mine = own(ctx).where('idempotency_index', '=', indexOf(ctx, key))
  const row = await mine.select(columns).executeTakeFirst()
  return row && open(ctx, row)
}

export async function lockPayment(ctx: Ctx, id: string): Promise<OneOffPayment | undefined> {
  const mine = own(ctx).where('payment_id', '=', id)
  const row = await mine.select(columns).forUpdate().executeTakeFirst()
  return row && open(ctx, row)
}

export async function setPayment(ctx: Ctx, id: string, status: PaymentStatus): Promise<void> {
  await ctx.db
    .updateTable('tally.payments')
    .set({
      status,
      updated_at: ctx.now,
      ...(status === 'completed' && { completed_at: ctx.now }),
    })
    .where('merchant_id', '=', ctx.organizationId)
    .where('payment_id', '=', id)
    .execute()
}

export type PaymentFilter = Page & {
  readonly status?: PaymentStatus | 'processing'
  readonly customerId?: string
}

export async function listPayments(ctx: Ctx, filter: PaymentFilter) {
  const { status, customerId } = filter
  let some = own(ctx)
  if (customerId !== undefined) some = some.where('customer_id', '=', customerId)
  if (status !== undefined) some = some.where(statusIs(ctx, status))
  const { rows, total } = await newestFirst(some.select(columns), 'payment_id', filter)
  return { rows: rows.map((row) => open(ctx, row)), total }
}

/** Whether a payment is being made now, its session knows. */
function statusIs({ organizationId }: Ctx, status: PaymentStatus | 'processing') {
  const underWay = sql<boolean>`exists (
    select from tally.payment_sessions as s where s.merchant_id = ${organizationId}
      and s.entity_type = 'payment' and s.entity_id = payments.payment_id and s.status = 'processing')`
  if (status === 'processing') return underWay
  if (status === 'pending') return sql<boolean>`status = 'pending' and not ${underWay}`
  return sql<boolean>`status = ${status}`
}

function own({ db, organizationId }: Ctx) {
  return db.selectFrom('tally.payments').where('merchant_id', '=', organizationId)
}

type Row = Pick<Selectable<Schema['tally.payments']>, (typeof columns)[number]>

function open(ctx: Ctx, row: Row): OneOffPayment {
  return {
    ...ctx.seals.open<PaymentDetails>(place(row.payment_id), row.details),
    id: row.payment_id,
    customerId: row.customer_id ?? undefined,
    amount: moneyOf(row),
    status: row.status as PaymentStatus,
    expiresAt: row.expires_at,
    createdAt: row.created_at,
  }
}
