import { nanosToText } from '@tallystick/core/money/money.ts'
import type Stripe from 'stripe'
import type { ProviderDispute } from '../provider.ts'
import { fromStripe } from './amounts.ts'
import { conclude, marksOf, retrieveIntent } from './intent.ts'
import type { StripeNews } from './news.ts'

/**
 * Told when money has moved: a bank that only asks has taken nothing, and a case that is won is over when the money is
 * back. Any of the news tells all that is known, so it does not matter in which order they come.
 */
export async function readDispute(
  client: Stripe,
  id: string,
  dispute: Stripe.Dispute,
): Promise<StripeNews | undefined> {
  const about = await describe(client, dispute)
  if (!about) return undefined
  const { merchantId, told } = about
  const end = endOf(dispute)
  return end
    ? { merchantId, event: { id, kind: 'dispute.closed', dispute: { ...told, ...end } } }
    : { merchantId, event: { id, kind: 'dispute.opened', dispute: told } }
}

async function describe(client: Stripe, dispute: Stripe.Dispute) {
  const withdrawn = dispute.balance_transactions.find(({ amount }) => amount < 0)
  const intentId = idOf(dispute.payment_intent)
  if (!withdrawn || !intentId) return undefined
  const intent = await retrieveIntent(client, intentId)
  const marks = marksOf(intent)
  const taken = fromStripe(dispute.amount, dispute.currency)
  if (!marks || !taken) return undefined
  const { clientSecret: _, ...payment } = await conclude(client, intent)
  const told: ProviderDispute = {
    reference: dispute.id,
    paymentKey: marks.attemptKey,
    amount: nanosToText(taken.nanos),
    fee: feeIn(dispute, withdrawn),
    currency: taken.currency,
    payment,
  }
  return { merchantId: marks.merchantId, told }
}

/** Undefined while the case is open. */
function endOf(dispute: Stripe.Dispute) {
  if (dispute.status === 'lost') return { outcome: 'lost', feeReturned: '0.00' } as const
  const back = dispute.balance_transactions.find(({ amount }) => amount > 0)
  if (dispute.status !== 'won' || !back) return undefined
  // What Stripe gives back of its fee is a fee below zero.
  return { outcome: 'won', feeReturned: feeIn(dispute, { ...back, fee: -back.fee }) } as const
}

/** What Stripe takes for the case in another currency than that of the payment is found by reconciling. */
function feeIn({ currency }: Stripe.Dispute, moved: Stripe.BalanceTransaction): string {
  const fee = moved.currency === currency ? fromStripe(moved.fee, moved.currency) : undefined
  return nanosToText(fee?.nanos ?? 0n)
}

function idOf(named: string | { readonly id: string } | null): string | undefined {
  return typeof named === 'string' ? named : named?.id
}
