import type { Currency } from '@tallystick/core/money/money.ts'
import { nanosToText } from '@tallystick/core/money/money.ts'
import type { SubscriptionStatus } from '@tallystick/core/subscribing/lifecycle.ts'
import { type Selectable, sql } from 'kysely'
import type { Ctx } from '../platform/ctx.ts'
import { currencyOf, nanosOf } from '../platform/db/amounts.ts'
import type { Schema } from '../platform/db/schema.gen.ts'

export type Metadata = Readonly<Record<string, string | number | boolean>>

/** What stands sealed in a subscription's details. */
export type Details = {
  readonly name: string
  readonly metadata?: Metadata | undefined
  readonly terminationReason?: string | undefined
  /** With its secret. */
  readonly checkoutUrl?: string | undefined
}

/** What a merchant may change. Amounts in nanos. */
export type Settings = {
  readonly endingAt: Temporal.Instant | undefined
  readonly prefundTarget: bigint | undefined
  readonly autoCharge: boolean
  readonly taxExempt: boolean
  /** Null takes the plan's setting. */
  readonly renewalReminderEnabled: boolean | null
  readonly renewalReminderDays: number | null
}

export type NewSubscription = Settings & {
  readonly id: string
  readonly customerId: string
  readonly consumerId: string
  readonly planId: string
  readonly productId: string
  readonly details: Details
  readonly status: SubscriptionStatus
  readonly currency: Currency
  readonly cadence: string
  readonly anchor: Temporal.Instant
  readonly startedAt: Temporal.Instant
  readonly prefundDue: bigint
}

export type SubscriptionRow = NewSubscription & {
  readonly merchantId: string
  readonly paymentTermDays: number
  readonly paymentSessionId: string | undefined
  readonly terminatedAt: Temporal.Instant | undefined
  readonly terminatedBy: string | undefined
  readonly activatedAt: Temporal.Instant | undefined
  readonly createdAt: Temporal.Instant
  readonly updatedAt: Temporal.Instant
}

const place = (row: string) => ({ table: 'subscriptions', column: 'details', row })
/** As the index says that allows one such subscription per customer and product. */
export const live = sql<boolean>`status in ('pending_payment', 'active')`

/** Undefined when the customer has an active or pending subscription to this product already. */
export async function insertSubscription(
  ctx: Ctx,
  subscription: NewSubscription,
): Promise<SubscriptionRow | undefined> {
  const { id, details } = subscription
  const row = await ctx.db
    .insertInto('tally.subscriptions')
    .values({
      merchant_id: ctx.organizationId,
      subscription_id: id,
      customer_id: subscription.customerId,
      consumer_id: subscription.consumerId,
      plan_id: subscription.planId,
      product_id: subscription.productId,
      details: ctx.seals.seal(place(id), details),
      status: subscription.status,
      currency: subscription.currency,
      billing_cadence: subscription.cadence,
      anchor: subscription.anchor,
      started_at: subscription.startedAt,
      activated_at: subscription.status === 'active' ? ctx.now : null,
      prefund_due: nanosToText(subscription.prefundDue),
      payment_term_days: 0,
      created_at: ctx.now,
      updated_at: ctx.now,
      ...settingColumns(subscription),
    })
    .onConflict((conflict) =>
      conflict.columns(['merchant_id', 'customer_id', 'product_id']).where(live).doNothing(),
    )
    .returningAll()
    .executeTakeFirst()
  return row && openSubscription(ctx, row)
}

export async function findSubscription(ctx: Ctx, id: string): Promise<SubscriptionRow | undefined> {
  const row = await byId(ctx, id).executeTakeFirst()
  return row && openSubscription(ctx, row)
}

/** Locked until the transaction ends. Lock its payment session first if both are needed: payments do so too. */
export async function lockSubscription(ctx: Ctx, id: string): Promise<SubscriptionRow | undefined> {
  const row = await byId(ctx, id).forUpdate().executeTakeFirst()
  return row && openSubscription(ctx, row)
}

export async function setPaymentSession(
  ctx: Ctx,
  { id, details }: SubscriptionRow,
  session: { readonly id: string; readonly url: string },
): Promise<SubscriptionRow> {
  return change(ctx, id, {
    payment_session_id: session.id,
    details: ctx.seals.seal(place(id), { ...details, checkoutUrl: session.url }),
  })
}

export async function setSettings(
  ctx: Ctx,
  id: string,
  settings: Settings,
): Promise<SubscriptionRow> {
  return change(ctx, id, settingColumns(settings))
}

export async function setActive(ctx: Ctx, id: string): Promise<void> {
  await change(ctx, id, { status: 'active', activated_at: ctx.now })
}

export async function setTerminated(
  ctx: Ctx,
  { id, details }: SubscriptionRow,
  end: { readonly at: Temporal.Instant; readonly by: string; readonly reason?: string | undefined },
): Promise<SubscriptionRow> {
  return change(ctx, id, {
    status: 'terminated',
    terminated_at: end.at,
    terminated_by: end.by,
    details: ctx.seals.seal(place(id), { ...details, terminationReason: end.reason }),
  })
}

function byId(ctx: Ctx, id: string) {
  return ctx.db
    .selectFrom('tally.subscriptions')
    .selectAll()
    .where('merchant_id', '=', ctx.organizationId)
    .where('subscription_id', '=', id)
}

async function change(
  ctx: Ctx,
  id: string,
  columns: Readonly<Record<string, unknown>>,
): Promise<SubscriptionRow> {
  const row = await ctx.db
    .updateTable('tally.subscriptions')
    .set({ ...columns, updated_at: ctx.now })
    .where('merchant_id', '=', ctx.organizationId)
    .where('subscription_id', '=', id)
    .returningAll()
    .executeTakeFirstOrThrow()
  return openSubscription(ctx, row)
}

function settingColumns(settings: Settings) {
  const { endingAt, prefundTarget } = settings
  return {
    ending_at: endingAt ?? null,
    prefund_target: prefundTarget === undefined ? null : nanosToText(prefundTarget),
    auto_charge: settings.autoCharge,
    tax_exempt: settings.taxExempt,
    renewal_reminder_enabled: settings.renewalReminderEnabled,
    renewal_reminder_days: settings.renewalReminderDays,
  }
}

export function openSubscription(
  ctx: Ctx,
  row: Selectable<Schema['tally.subscriptions']>,
): SubscriptionRow {
  return {
    id: row.subscription_id,
    merchantId: row.merchant_id,
    customerId: row.customer_id,
    consumerId: row.consumer_id,
    planId: row.plan_id,
    productId: row.product_id,
    details: ctx.seals.open<Details>(place(row.subscription_id), row.details),
    status: row.status as SubscriptionStatus,
    currency: currencyOf(row.currency),
    cadence: row.billing_cadence,
    anchor: row.anchor,
    startedAt: row.started_at,
    endingAt: row.ending_at ?? undefined,
    activatedAt: row.activated_at ?? undefined,
    terminatedAt: row.terminated_at ?? undefined,
    terminatedBy: row.terminated_by ?? undefined,
    prefundTarget: row.prefund_target === null ? undefined : nanosOf(row.prefund_target),
    prefundDue: nanosOf(row.prefund_due),
    autoCharge: row.auto_charge,
    taxExempt: row.tax_exempt,
    renewalReminderEnabled: row.renewal_reminder_enabled,
    renewalReminderDays: row.renewal_reminder_days,
    paymentTermDays: row.payment_term_days,
    paymentSessionId: row.payment_session_id ?? undefined,
    createdAt: row.created_at,
    updatedAt: row.updated_at,
  }
}
