import { assert } from '@tallystick/core/assert.ts'
import { topupPaid } from '@tallystick/core/ledger/payment-recipes.ts'
import type { Collection } from '../invoices/collect/collection.ts'
import { firstInvoicesOf } from '../invoices/first-invoices.ts'
import { payInvoiceZero } from '../invoices/pay.ts'
import { post } from '../ledger/post.ts'
import type { Settlement } from '../payments/payable.ts'
import type { Ctx } from '../platform/ctx.ts'
import { begin } from './begin.ts'
import { lockSubscription } from './store.ts'

/**
 * The first payment of a subscription has succeeded: its prefund becomes the customer's funds, its fees are paid, and
 * it begins. Whatever else is paid under its name (twice, or after its end) is not wanted, and goes back.
 */
export async function activate(
  ctx: Ctx,
  collection: Pick<Collection, 'paid'>,
  paid: Settlement,
): Promise<'settled' | 'unwanted'> {
  const subscription = await lockSubscription(ctx, paid.entityId)
  if (subscription?.status !== 'pending_payment') return 'unwanted'
  if (subscription.paymentSessionId !== paid.sessionId) return 'unwanted'

  const { id, customerId, prefundDue: nanos } = subscription
  const { currency } = paid.amount
  const invoice = (await firstInvoicesOf(ctx, [id])).get(id)
  const fees = invoice?.status === 'ISSUED' ? invoice.grandTotal : 0n
  assert(paid.amount.nanos === nanos + fees, `what was paid for ${id} is what was due`)

  await post(
    ctx,
    topupPaid({ id: paid.sessionId, customerId, nanos, currency, provider: paid.provider }),
  )
  await payInvoiceZero(ctx, collection, { subscriptionId: id, source: paid.provider })
  await begin(ctx, subscription)
  return 'settled'
}
