import type Stripe from 'stripe'
import { stateOf } from './connect.ts'
import { readDispute } from './disputes.ts'
import { conclude, endedByUs, type Intent, marksOf } from './intent.ts'
import type { StripeNews } from './news.ts'
import { tellPayout } from './payouts.ts'
import { tellRefund } from './refunds.ts'

/** What an event of Stripe means to us; undefined for what is none of our business. */
export async function readEvent(
  client: Stripe,
  event: Stripe.Event,
): Promise<StripeNews | undefined> {
  return event.account === undefined
    ? readOwnEvent(client, event)
    : readEventOfConnected(event, event.account)
}

/** Payments are never made in accounts that are connected: what one says of some is of its owner’s own making. */
function readEventOfConnected(event: Stripe.Event, account: string): StripeNews | undefined {
  switch (event.type) {
    case 'account.updated':
      return accountChanged(event.id, event.data.object)
    case 'payout.created':
    case 'payout.updated':
    case 'payout.paid':
    case 'payout.failed':
    case 'payout.canceled':
      return payoutChanged(event.id, event.data.object, account)
    default:
      return undefined
  }
}

async function readOwnEvent(client: Stripe, event: Stripe.Event): Promise<StripeNews | undefined> {
  switch (event.type) {
    case 'payment_intent.succeeded':
    case 'payment_intent.payment_failed':
    case 'payment_intent.processing':
    case 'payment_intent.requires_action':
    case 'payment_intent.canceled':
    case 'setup_intent.succeeded':
    case 'setup_intent.setup_failed':
    case 'setup_intent.requires_action':
    case 'setup_intent.canceled':
      return paymentChanged(client, event.id, event.data.object)
    case 'refund.created':
    case 'refund.updated':
    case 'refund.failed':
      return refundChanged(event.id, event.data.object)
    case 'charge.dispute.created':
    case 'charge.dispute.updated':
    case 'charge.dispute.funds_withdrawn':
    case 'charge.dispute.funds_reinstated':
    case 'charge.dispute.closed':
      return readDispute(client, event.id, event.data.object)
    case 'payout.created':
    case 'payout.updated':
    case 'payout.paid':
    case 'payout.failed':
    case 'payout.canceled':
      return payoutChanged(event.id, event.data.object, undefined)
    default:
      return undefined
  }
}

async function paymentChanged(
  client: Stripe,
  id: string,
  intent: Intent,
): Promise<StripeNews | undefined> {
  const marks = marksOf(intent)
  if (!marks || isEndedByUs(intent)) return undefined
  const { clientSecret: _, ...payment } = await conclude(client, intent)
  return { merchantId: marks.merchantId, event: { id, kind: 'payment.changed', payment } }
}

/** We know why we ended it; the news of it may overtake us, and do not say. */
function isEndedByUs({ status, cancellation_reason }: Intent): boolean {
  return status === 'canceled' && cancellation_reason === endedByUs
}

function refundChanged(id: string, refund: Stripe.Refund): StripeNews | undefined {
  const merchantId = refund.metadata?.['merchantId']
  const told = tellRefund(refund)
  if (!merchantId || !told) return undefined
  return { merchantId, event: { id, kind: 'refund.changed', refund: told } }
}

function accountChanged(id: string, object: Stripe.Account): StripeNews | undefined {
  const account = stateOf(object)
  const { merchantId } = account
  return merchantId ? { merchantId, event: { id, kind: 'account.changed', account } } : undefined
}

function payoutChanged(
  id: string,
  object: Stripe.Payout,
  account: string | undefined,
): StripeNews | undefined {
  const payout = tellPayout(object)
  return payout && { account, event: { id, kind: 'payout.changed', payout } }
}
