import { isAfter } from '@tallystick/core/time/instant.ts'
import { cancelInvoiceZero } from '../invoices/cancel.ts'
import { closePeriodInvoice } from '../invoices/close-period.ts'
import { refundFirstInvoice } from '../invoices/refunds/refund-first-invoice.ts'
import { addCredits } from '../invoices/upfront/add-credits.ts'
import { unusedFees } from '../invoices/upfront/charged-ahead.ts'
import { creditOf } from '../invoices/upfront/fee-items.ts'
import { cancelPaymentSession } from '../payments/cancel-payment-session.ts'
import type { Ctx } from '../platform/ctx.ts'
import { notFound, Problem } from '../platform/problem.ts'
import { catchUp, planOf } from './roll-over.ts'
import { findSubscription, lockSubscription, type SubscriptionRow, setTerminated } from './store.ts'

export type End = {
  readonly at: Temporal.Instant
  readonly by: string
  readonly reason?: string | undefined
}

/** The subscription to end, locked, with its checkout closed. A payment that comes all the same goes back. */
export async function lockForEnd(ctx: Ctx, id: string): Promise<SubscriptionRow> {
  const found = await findSubscription(ctx, id)
  if (!found) throw notFound()
  // Before the subscription itself: payments lock the session first, too, and so nobody waits in a circle.
  if (found.status === 'pending_payment' && found.paymentSessionId !== undefined) {
    await cancelPaymentSession(ctx, found.paymentSessionId)
  }
  return lockLive(ctx, id)
}

/** Locks a subscription that has not ended; 409 for one that has. */
export async function lockLive(ctx: Ctx, id: string): Promise<SubscriptionRow> {
  const subscription = await lockSubscription(ctx, id)
  if (!subscription) throw notFound()
  if (subscription.status === 'terminated') {
    throw new Problem('SUBSCRIPTION_TERMINATED', `The subscription ${id} has ended already.`)
  }
  return subscription
}

/**
 * Ends a locked subscription for good. The running period closes at that moment, and its invoice is the last one. What is
 * unpaid of one that never began is taken back, and what was paid for it goes back. The funds stay the customer's.
 */
export async function endSubscription(
  ctx: Ctx,
  locked: SubscriptionRow,
  end: End,
): Promise<SubscriptionRow> {
  const { id } = locked
  await cancelInvoiceZero(ctx, id)
  if (isAfter(locked.startedAt, end.at)) await refundFirstInvoice(ctx, id)
  else await closeForGood(ctx, await catchUp(ctx, locked, { before: end.at }), end.at)
  for (const kind of ends) await ctx.unschedule(kind, id)
  return setTerminated(ctx, locked, end)
}

const ends = [
  'subscriptions.close_period',
  'subscriptions.end_subscription',
  'subscriptions.remind_renewal',
  'subscriptions.refill_funds',
] as const

async function closeForGood(ctx: Ctx, subscription: SubscriptionRow, at: Temporal.Instant) {
  const { id: subscriptionId, customerId, status, period, planId, planSince } = subscription
  if (status !== 'active' || period.sequence === 0) return
  const { creditUnusedAdvance } = await planOf(ctx, planId)
  if (creditUnusedAdvance) {
    const unused = await unusedFees(ctx, { subscriptionId, planSince, at })
    const payer = { subscriptionId, customerId, at }
    await addCredits(
      ctx,
      unused.map((fee) => creditOf(payer, fee.terms, fee.unused)),
    )
  }
  await closePeriodInvoice(ctx, {
    subscriptionId,
    end: at,
    endsTerms: true,
    closesSubscription: true,
  })
}

/** Ends by itself when its time comes. */
export async function endLater(ctx: Ctx, { id, endingAt }: SubscriptionRow): Promise<void> {
  if (!endingAt) return
  await ctx.schedule({ kind: 'subscriptions.end_subscription', subjectId: id, dueAt: endingAt })
}
