import type Stripe from 'stripe'
import type { ProviderRefund, RefundCancellation, RefundOrder } from '../provider.ts'
import { toStripe } from './amounts.ts'
import { isRefusal, unavailable } from './errors.ts'

const statuses: Readonly<Record<string, ProviderRefund['status']>> = {
  pending: 'pending',
  // The payer is asked where to: it is still on its way.
  requires_action: 'pending',
  succeeded: 'succeeded',
  failed: 'failed',
  canceled: 'cancelled',
}

/** A refund as we know it; undefined for one that was not made by us. */
export function tellRefund({ id, status, metadata }: Stripe.Refund): ProviderRefund | undefined {
  const idempotencyKey = metadata?.['refundId']
  if (!idempotencyKey) return undefined
  return { reference: id, idempotencyKey, status: statuses[status ?? ''] ?? 'pending' }
}

/** Looked for first: the same key again would answer what was so then, and after a day it would be a second refund. */
export async function createRefund(client: Stripe, order: RefundOrder): Promise<ProviderRefund> {
  const { merchantId, idempotencyKey, paymentReference, amount } = order
  const first = await findRefund(client, order)
  if (first) return first
  const refund: Stripe.RefundCreateParams = {
    payment_intent: paymentReference,
    amount: toStripe(amount) ?? 0,
    metadata: { merchantId, refundId: idempotencyKey },
  }
  try {
    const made = await client.refunds.create(refund, { idempotencyKey })
    return tellRefund(made) ?? failed(order)
  } catch (error) {
    // Too much, disputed, or too long ago: it will never be sent.
    if (isRefusal(error) && error.code !== 'balance_insufficient') return failed(order)
    throw unavailable(error)
  }
}

function failed({ idempotencyKey }: RefundOrder): ProviderRefund {
  return { reference: undefined, idempotencyKey, status: 'failed' }
}

/** Few refunds can be stopped at Stripe. One that may be on its way there without being seen yet cannot. */
export async function cancelRefund(
  client: Stripe,
  order: RefundCancellation,
): Promise<ProviderRefund> {
  const { idempotencyKey } = order
  if (!order.mayBeSent) return { reference: undefined, idempotencyKey, status: 'cancelled' }
  const first = await findRefund(client, order)
  if (!first?.reference) return { reference: undefined, idempotencyKey, status: 'pending' }
  if (first.status !== 'pending') return first
  try {
    return tellRefund(await client.refunds.cancel(first.reference)) ?? first
  } catch (error) {
    if (isRefusal(error)) return (await findRefund(client, order)) ?? first
    throw unavailable(error)
  }
}

async function findRefund(
  client: Stripe,
  { paymentReference, idempotencyKey }: RefundOrder,
): Promise<ProviderRefund | undefined> {
  const some = { payment_intent: paymentReference, limit: 100 }
  for await (const refund of client.refunds.list(some)) {
    if (refund.metadata?.['refundId'] === idempotencyKey) return tellRefund(refund)
  }
  return undefined
}
