import { isAfter } from '@tallystick/core/time/instant.ts'
import { cancelInvoiceZero } from '../invoices/cancel.ts'
import { creditInvoiceZero } from '../invoices/credit.ts'
import { cancelPaymentSession } from '../payments/cancel-payment-session.ts'
import { turnIntoFunds } from '../payments/turn-into-funds.ts'
import type { Ctx } from '../platform/ctx.ts'
import { notFound, Problem } from '../platform/problem.ts'
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
 * Ends a locked subscription for good. What is unpaid of it is taken back, and so is what was paid if it never began. Its
 * customer's funds stay the customer's.
 */
export async function endSubscription(
  ctx: Ctx,
  subscription: SubscriptionRow,
  end: End,
): Promise<SubscriptionRow> {
  await cancelInvoiceZero(ctx, subscription.id)
  if (isAfter(subscription.startedAt, end.at)) await giveBack(ctx, subscription)
  return setTerminated(ctx, subscription, end)
}

/** As funds that can go back the way they came. The session is locked before the funds, as payments do. */
async function giveBack(ctx: Ctx, { id, paymentSessionId }: SubscriptionRow): Promise<void> {
  if (paymentSessionId !== undefined) await turnIntoFunds(ctx, paymentSessionId)
  await creditInvoiceZero(ctx, id)
}

/** Ends by itself when its time comes. */
export async function endLater(ctx: Ctx, { id, endingAt }: SubscriptionRow): Promise<void> {
  if (!endingAt) return
  await ctx.schedule({ kind: 'subscriptions.end_subscription', subjectId: id, dueAt: endingAt })
}
