import type { Decimal } from '@tallystick/core/money/decimal.ts'
import type { Currency } from '@tallystick/core/money/money.ts'
import type { Span } from '@tallystick/core/subscribing/schedule.ts'
import type { Ctx } from '../platform/ctx.ts'
import type { InvoiceRow } from './store.ts'

/** A subscription as billing sees it, as it is at the moment of billing. */
export type BilledSubscription = {
  readonly id: string
  readonly customerId: string
  readonly currency: Currency
  readonly taxExempt: boolean
  /** When it ends by itself. */
  readonly endingAt: Temporal.Instant | undefined
  readonly status: 'pending_payment' | 'active' | 'terminated'
  /** What bills from the end of the running period on, where another plan is to come then. */
  readonly changesTo: Span | undefined
}

/** Instant usage of one metric that counts on an invoice: what it cost was paid as it arrived. Amounts in nanos. */
export type InstantUsage = {
  readonly billableMetricId: string
  readonly quantity: Decimal
  /** Without tax. */
  readonly price: bigint
  readonly tax: bigint
}

export type InstantQuestion = {
  readonly subscriptionId: string
  readonly customerId: string
  readonly from: Temporal.Instant
  readonly to: Temporal.Instant
}

/** An invoice at the moment at which it becomes a debt. */
export type NewDebt = InvoiceRow

/** What billing asks of slices that come later; the wiring says who answers. */
export type Billing = {
  readonly subscriptionOf: (ctx: Ctx, id: string) => Promise<BilledSubscription | undefined>
  /** Given back is not counted. */
  readonly instantUsageOf: (ctx: Ctx, question: InstantQuestion) => Promise<readonly InstantUsage[]>
  /** Run in the transaction that issued an invoice: its payment is asked for, its customer is told. */
  readonly issued: readonly ((ctx: Ctx, invoice: NewDebt) => Promise<void>)[]
  /** Charges an unpaid invoice again. */
  readonly retryPayment: (ctx: Ctx, invoice: InvoiceRow) => Promise<void>
  /** Where an issued invoice can be read as a document. */
  readonly documentLinks: (
    ctx: Ctx,
    invoice: InvoiceRow,
  ) => Promise<{ readonly pdfUrl: string; readonly permalink: string } | undefined>
}
