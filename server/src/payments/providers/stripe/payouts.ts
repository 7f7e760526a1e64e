import type Stripe from 'stripe'
import type { ProviderPayout } from '../provider.ts'
import { fromStripe } from './amounts.ts'
import { instantOf } from './connect.ts'

const statuses: Readonly<Record<string, ProviderPayout['status']>> = {
  pending: 'in_transit',
  in_transit: 'in_transit',
  paid: 'paid',
  failed: 'failed',
  canceled: 'failed',
}

/** Undefined in a currency that we do not know. */
export function tellPayout(payout: Stripe.Payout): ProviderPayout | undefined {
  const amount = fromStripe(payout.amount, payout.currency)
  return (
    amount && {
      reference: payout.id,
      amount,
      status: statuses[payout.status] ?? 'in_transit',
      automatic: payout.automatic,
      failureCode: payout.failure_code ?? undefined,
      arrivesAt: instantOf(payout.arrival_date),
      createdAt: instantOf(payout.created),
    }
  )
}
