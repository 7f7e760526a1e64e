import { nanosToText } from '@tallystick/core/money/money.ts'
import type Stripe from 'stripe'
import type { ProviderEvent } from '../provider.ts'
import { fromStripe } from './amounts.ts'
import { conclude, endedByUs, type Intent, marksOf, retrieveIntent } from './intent.ts'
import { tellRefund } from './refunds.ts'

/** Whose news it is, and what. */
export type StripeNews = { readonly merchantId: string; readonly event: ProviderEvent }

/** What an event of Stripe means to us; undefined for what is none of our business. */
export async function readEvent(
  client: Stripe,
  event: Stripe.Event,
): Promise<StripeNews | undefined> {
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
    case 'charge.dispute.funds_withdrawn':
      return disputeOpened(client, event.id, event.data.object)
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

/** Told when the money is gone: a bank that only asks has taken nothing. */
async function disputeOpened(
  client: Stripe,
  id: string,
  dispute: Stripe.Dispute,
): Promise<StripeNews | undefined> {
  const withdrawn = dispute.balance_transactions.find(({ amount }) => amount < 0)
  const intentId = idOf(dispute.payment_intent)
  if (!withdrawn || !intentId) return undefined
  const intent = await retrieveIntent(client, intentId)
  const marks = marksOf(intent)
  const taken = fromStripe(dispute.amount, dispute.currency)
  if (!marks || !taken) return undefined
  const { clientSecret: _, ...payment } = await conclude(client, intent)
  // What Stripe takes for the case in another currency than that of the payment is found by reconciling.
  const isSame = withdrawn.currency === dispute.currency
  const fee = isSame ? fromStripe(withdrawn.fee, withdrawn.currency) : undefined
  return {
    merchantId: marks.merchantId,
    event: {
      id,
      kind: 'dispute.opened',
      dispute: {
        reference: dispute.id,
        paymentKey: marks.attemptKey,
        amount: nanosToText(taken.nanos),
        fee: nanosToText(fee?.nanos ?? 0n),
        currency: taken.currency,
        payment,
      },
    },
  }
}

function idOf(named: string | { readonly id: string } | null): string | undefined {
  return typeof named === 'string' ? named : named?.id
}
