import type { Subscription } from '@tallystick/contract/subscription.ts'
import { assert } from '@tallystick/core/assert.ts'
import { moneyToText } from '@tallystick/core/money/money.ts'
import type { Static } from 'typebox'
import { testClocksOf } from '../clocks/test-clocks-of.ts'
import { type FirstInvoice, firstInvoicesOf } from '../invoices/first-invoices.ts'
import type { Ctx } from '../platform/ctx.ts'
import type { SubscriptionRow } from './store.ts'

export type Shown = Static<typeof Subscription>

/** Subscriptions as the wire shows them, each with what has to be paid, or was. */
export async function show(ctx: Ctx, rows: readonly SubscriptionRow[]): Promise<Shown[]> {
  const invoices = await firstInvoicesOf(
    ctx,
    rows.map(({ id }) => id),
  )
  const clocks = await testClocksOf(
    ctx,
    rows.map(({ customerId }) => customerId),
  )
  return rows.map((row) => ({
    ...shown(row, invoices.get(row.id)),
    ...(clocks.has(row.customerId) && { testClockId: clocks.get(row.customerId) ?? '' }),
  }))
}

export async function showOne(ctx: Ctx, row: SubscriptionRow): Promise<Shown> {
  const [one] = await show(ctx, [row])
  assert(one, 'each subscription is shown')
  return one
}

function shown(row: SubscriptionRow, invoice: FirstInvoice | undefined): Shown {
  const payment = paymentOf(row, invoice)
  const { name, metadata, terminationReason } = row.details
  return {
    id: row.id,
    object: 'subscription',
    merchantId: row.merchantId,
    autoCharge: row.autoCharge,
    createdAt: row.createdAt.toString(),
    customerId: row.customerId,
    taxExempt: row.taxExempt,
    name,
    planId: row.planId,
    startedAt: row.startedAt.toString(),
    status: row.status,
    updatedAt: row.updatedAt.toString(),
    renewalReminderEnabled: row.renewalReminderEnabled,
    renewalReminderDays: row.renewalReminderDays,
    paymentTermDays: row.paymentTermDays,
    autoApprove: row.autoApprove,
    ...(row.testClockId !== undefined && { testClockId: row.testClockId }),
    ...(row.nextPlanId !== undefined && { nextPlanId: row.nextPlanId }),
    ...(row.endingAt && { endingAt: row.endingAt.toString() }),
    ...(payment && { payment }),
    ...(row.prefundTarget !== undefined && {
      prefundAmount: row.prefundTarget.toString(),
      minimumAccountBalance: row.prefundTarget.toString(),
    }),
    ...(row.terminatedAt && { terminatedAt: row.terminatedAt.toString() }),
    ...(row.terminatedBy !== undefined && { terminatedBy: row.terminatedBy }),
    ...(terminationReason !== undefined && { terminationReason }),
    ...(metadata && { metadata: { ...metadata } }),
  }
}

function paymentOf(row: SubscriptionRow, invoice: FirstInvoice | undefined): Shown['payment'] {
  const { status, currency, prefundDue, paymentSessionId } = row
  const { checkoutUrl } = row.details
  const text = (nanos: bigint) => moneyToText({ nanos, currency })
  if (status === 'pending_payment' && paymentSessionId !== undefined && checkoutUrl !== undefined) {
    const upfront = invoice?.status === 'ISSUED' ? invoice.grandTotal : 0n
    return {
      paymentSessionId,
      checkoutUrl,
      amount: text(upfront + prefundDue),
      status: 'pending',
      breakdown: { upfrontCharges: text(upfront), walletCharge: text(prefundDue) },
      ...(invoice && { invoiceId: invoice.id }),
    }
  }
  if (status === 'pending_payment' && invoice?.status === 'DRAFT') {
    return { invoiceId: invoice.id, amount: text(invoice.grandTotal), status: 'awaiting_approval' }
  }
  if (invoice?.status !== 'PAID') return undefined
  return { invoiceId: invoice.id, amount: text(invoice.grandTotal), status: 'paid' }
}
