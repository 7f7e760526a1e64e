import type { InvoiceStatus } from '@tallystick/core/invoicing/issuing.ts'
import type { Currency } from '@tallystick/core/money/money.ts'
import type { Period } from '@tallystick/core/time/period.ts'
import type { Selectable } from 'kysely'
import { sql } from 'kysely'
import type { Ctx } from '../platform/ctx.ts'
import { currencyOf, nanosOf } from '../platform/db/amounts.ts'
import type { Schema } from '../platform/db/schema.gen.ts'
import type { StoredSpan } from './span.ts'

export type { InvoiceStatus }

/** An invoice of a period closes it; an upfront one is due at once. */
export type InvoiceKind = 'period' | 'upfront'

export type Passed = { readonly status: InvoiceStatus; readonly at: string }

/** Amounts in nanos. */
export type InvoiceRow = {
  readonly id: string
  readonly subscriptionId: string
  readonly customerId: string
  readonly kind: InvoiceKind
  readonly sequence: number
  readonly status: InvoiceStatus
  readonly currency: Currency
  readonly number: string | undefined
  readonly billingAnchor: Temporal.Instant
  readonly billingCadence: string
  readonly autoApprove: boolean
  readonly paymentTermDays: number
  readonly period: Period
  readonly gracePeriodEnd: Temporal.Instant
  /** Undefined for an upfront invoice. */
  readonly terms: StoredSpan | undefined
  /** When these terms end within or with the period. */
  readonly termsEnd: Temporal.Instant | undefined
  /** What is due in advance for the period is billed already. */
  readonly advanceBilled: boolean
  readonly closesSubscription: boolean
  readonly subtotal: bigint
  readonly totalTax: bigint
  readonly grandTotal: bigint
  /** What of the totals instant usage has paid already. */
  readonly instantSubtotal: bigint
  readonly instantTax: bigint
  /** What the last invoice could not take of credits, given to the customer as funds. */
  readonly paidOutNet: bigint
  readonly paidOutTax: bigint
  readonly itemCount: number
  readonly tax: unknown
  readonly fee: bigint
  readonly feeFixed: bigint
  readonly paymentSessionId: string | undefined
  readonly dunningStep: number
  readonly firstFailedAt: Temporal.Instant | undefined
  /** `provider:account`, `funds` or `out_of_band`. */
  readonly paidFrom: string | undefined
  readonly failureCode: string | undefined
  readonly history: readonly Passed[]
  readonly calculatedAt: Temporal.Instant | undefined
  readonly issuedAt: Temporal.Instant | undefined
  readonly dueAt: Temporal.Instant | undefined
  readonly paidAt: Temporal.Instant | undefined
  readonly createdAt: Temporal.Instant
  readonly updatedAt: Temporal.Instant
}

export type NewInvoice = Pick<
  InvoiceRow,
  | 'id'
  | 'subscriptionId'
  | 'customerId'
  | 'kind'
  | 'sequence'
  | 'status'
  | 'currency'
  | 'billingAnchor'
  | 'billingCadence'
  | 'autoApprove'
  | 'paymentTermDays'
  | 'period'
  | 'gracePeriodEnd'
  | 'terms'
  | 'advanceBilled'
>

export async function insertInvoice(ctx: Ctx, invoice: NewInvoice): Promise<void> {
  await ctx.db
    .insertInto('tally.invoices')
    .values({
      merchant_id: ctx.organizationId,
      invoice_id: invoice.id,
      subscription_id: invoice.subscriptionId,
      customer_id: invoice.customerId,
      kind: invoice.kind,
      sequence: invoice.sequence,
      status: invoice.status,
      currency: invoice.currency,
      billing_anchor: invoice.billingAnchor,
      billing_cadence: invoice.billingCadence,
      auto_approve: invoice.autoApprove,
      payment_term_days: invoice.paymentTermDays,
      period_start: invoice.period.start,
      period_end: invoice.period.end,
      grace_period_end: invoice.gracePeriodEnd,
      terms: invoice.terms === undefined ? null : JSON.stringify(invoice.terms),
      advance_billed: invoice.advanceBilled,
      history: passed(ctx, invoice.status),
      created_at: ctx.now,
      updated_at: ctx.now,
    })
    .execute()
}

/** What may change of an invoice. A new status also enters its history. */
export type Change = Partial<Pick<InvoiceRow, 'status' | 'paymentSessionId' | 'failureCode'>>

export async function changeInvoice(ctx: Ctx, id: string, change: Change): Promise<InvoiceRow> {
  const row = await ctx.db
    .updateTable('tally.invoices')
    .set({ ...changed(ctx, change), updated_at: ctx.now })
    .where('merchant_id', '=', ctx.organizationId)
    .where('invoice_id', '=', id)
    .returningAll()
    .executeTakeFirstOrThrow()
  return readInvoice(row)
}

/** Kysely leaves out what is undefined. */
function changed(ctx: Ctx, { status, paymentSessionId, failureCode }: Change) {
  return {
    status,
    history: status && sql<string>`history || ${passed(ctx, status)}::jsonb`,
    payment_session_id: paymentSessionId,
    failure_code: failureCode,
  }
}

function passed(ctx: Ctx, status: InvoiceStatus): string {
  return JSON.stringify([{ status, at: ctx.now.toString() }])
}

export async function findInvoice(ctx: Ctx, id: string): Promise<InvoiceRow | undefined> {
  const row = await byId(ctx, id).executeTakeFirst()
  return row && readInvoice(row)
}

/** Locked until the transaction ends: what happens to an invoice happens once. */
export async function lockInvoice(ctx: Ctx, id: string): Promise<InvoiceRow | undefined> {
  const row = await byId(ctx, id).forUpdate().executeTakeFirst()
  return row && readInvoice(row)
}

/** The rows of one kind, for the stores of this slice to choose from. */
export function invoicesOfKind({ db, organizationId }: Ctx, kind: InvoiceKind) {
  return db
    .selectFrom('tally.invoices')
    .selectAll()
    .where('merchant_id', '=', organizationId)
    .where('kind', '=', kind)
}

function byId(ctx: Ctx, id: string) {
  return ctx.db
    .selectFrom('tally.invoices')
    .selectAll()
    .where('merchant_id', '=', ctx.organizationId)
    .where('invoice_id', '=', id)
}

export function readInvoice(row: Selectable<Schema['tally.invoices']>): InvoiceRow {
  return {
    id: row.invoice_id,
    subscriptionId: row.subscription_id,
    customerId: row.customer_id,
    kind: row.kind as InvoiceKind,
    sequence: row.sequence,
    status: row.status as InvoiceStatus,
    currency: currencyOf(row.currency),
    number: row.number ?? undefined,
    billingAnchor: row.billing_anchor,
    billingCadence: row.billing_cadence,
    autoApprove: row.auto_approve,
    paymentTermDays: row.payment_term_days,
    period: { start: row.period_start, end: row.period_end },
    gracePeriodEnd: row.grace_period_end,
    terms: (row.terms ?? undefined) as StoredSpan | undefined,
    termsEnd: row.terms_end ?? undefined,
    advanceBilled: row.advance_billed,
    closesSubscription: row.closes_subscription,
    subtotal: nanosOf(row.subtotal),
    totalTax: nanosOf(row.total_tax),
    grandTotal: nanosOf(row.grand_total),
    instantSubtotal: nanosOf(row.instant_subtotal),
    instantTax: nanosOf(row.instant_tax),
    paidOutNet: nanosOf(row.paid_out_net),
    paidOutTax: nanosOf(row.paid_out_tax),
    itemCount: row.item_count,
    tax: row.tax ?? undefined,
    fee: nanosOf(row.fee),
    feeFixed: nanosOf(row.fee_fixed),
    paymentSessionId: row.payment_session_id ?? undefined,
    dunningStep: row.dunning_step,
    firstFailedAt: row.first_failed_at ?? undefined,
    paidFrom: row.paid_from ?? undefined,
    failureCode: row.failure_code ?? undefined,
    history: row.history as readonly Passed[],
    ...momentsOf(row),
    createdAt: row.created_at,
    updatedAt: row.updated_at,
  }
}

function momentsOf(row: Selectable<Schema['tally.invoices']>) {
  return {
    calculatedAt: row.calculated_at ?? undefined,
    issuedAt: row.issued_at ?? undefined,
    dueAt: row.due_at ?? undefined,
    paidAt: row.paid_at ?? undefined,
  }
}
