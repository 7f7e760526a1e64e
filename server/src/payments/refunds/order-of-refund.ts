import type { Ctx } from '../../platform/ctx.ts'
import type { RefundOrder } from '../providers/provider.ts'
import type { SendableRefund } from './store.ts'

/** What the provider is asked for; again, it is the same order. */
export function orderOfRefund(
  { organizationId: merchantId }: Pick<Ctx, 'organizationId'>,
  { id: idempotencyKey, customerId, provider, paymentReference, amount }: SendableRefund,
): RefundOrder {
  const { account } = provider
  return { merchantId, customerId, account, idempotencyKey, paymentReference, amount }
}
