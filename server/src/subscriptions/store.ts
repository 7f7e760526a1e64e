import type { Currency } from '@tallystick/core/money/money.ts'
import { nanosToText } from '@tallystick/core/money/money.ts'
import type { SubscriptionStatus } from '@tallystick/core/subscribing/lifecycle.ts'
import type { TermsText } from '@tallystick/core/subscribing/terms.ts'
import type { Period } from '@tallystick/core/time/period.ts'
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
  /** Where the checkout leads, and how long it is open. */
  readonly redirectUrls?: { readonly onSuccess?: string; readonly onFailure?: string } | undefined
  readonly sessionExpiryMinutes: number
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
  readonly paymentTermDays: number
  /** Whether its invoices are issued by themselves; null takes the plan's setting. */
  readonly autoApprove: boolean | null
}

/** A period by its number. 0 stands for the time before the first one, whose bounds it has. */
export type NumberedPeriod = Period & { readonly sequence: number }

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
  readonly firstPeriod: Period
  /** Those of the first period. */
  readonly terms: TermsText
  readonly testClockId: string | undefined
}

export type SubscriptionRow = Omit<NewSubscription, 'firstPeriod'> & {
  readonly merchantId: string
  /** The one that was opened last. */
  readonly period: NumberedPeriod
  /** Since when its plan bills: the start of the first period, or the last change of the plan. */
  readonly planSince: Temporal.Instant
  /** What it changes to when the period ends. */
  readonly nextPlanId: string | undefined
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
      prefund_due: nanosToText(subscription.prefundDue),
      period_start: subscription.firstPeriod.start,
      period_end: subscription.firstPeriod.end,
      plan_since: subscription.firstPeriod.start,
      terms: JSON.stringify(subscription.terms),
      test_clock_id: subscription.testClockId ?? null,
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

/** One that is there. */
export async function getSubscription(ctx: Ctx, id: string): Promise<SubscriptionRow> {
  return openSubscription(ctx, await byId(ctx, id).executeTakeFirstOrThrow())
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
  return changeSubscription(ctx, id, {
    payment_session_id: session.id,
    details: ctx.seals.seal(place(id), { ...details, checkoutUrl: session.url }),
  })
}

export async function setSettings(
  ctx: Ctx,
  id: string,
  settings: Settings,
): Promise<SubscriptionRow> {
  return changeSubscription(ctx, id, settingColumns(settings))
}

export async function setActive(ctx: Ctx, id: string): Promise<SubscriptionRow> {
  return changeSubscription(ctx, id, { status: 'active', activated_at: ctx.now })
}

export async function setTerminated(
  ctx: Ctx,
  { id, details }: SubscriptionRow,
  end: { readonly at: Temporal.Instant; readonly by: string; readonly reason?: string | undefined },
): Promise<SubscriptionRow> {
  return changeSubscription(ctx, id, {
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

export async function changeSubscription(
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
    payment_term_days: settings.paymentTermDays,
    auto_approve: settings.autoApprove,
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
    autoApprove: row.auto_approve,
    period: { sequence: row.period, start: row.period_start, end: row.period_end },
    planSince: row.plan_since,
    terms: row.terms as TermsText,
    nextPlanId: row.next_plan_id ?? undefined,
    testClockId: row.test_clock_id ?? undefined,
    paymentSessionId: row.payment_session_id ?? undefined,
    createdAt: row.created_at,
    updatedAt: row.updated_at,
  }
}
