import { isCustomerDeleted } from '../../customers/is-deleted.ts'
import type { Ctx } from '../../platform/ctx.ts'
import { newId } from '../../platform/ids.ts'
import type { ProviderMethod } from '../providers/provider.ts'
import type { Session } from '../sessions/session.ts'
import { defaultChanged } from './default-changed.ts'
import { insertMethod } from './store.ts'

/**
 * Keeps what the payer paid with, for later charges: the provider's token, and what one may know of a card. From now on
 * it is the customer's default.
 */
export async function savePaymentMethod(
  ctx: Ctx,
  { customerId, provider: { provider, account } }: Session,
  method: ProviderMethod,
): Promise<void> {
  if (customerId === undefined) return
  if (await isCustomerDeleted(ctx, customerId)) return
  await insertMethod(ctx, { id: newId('paymentMethod'), customerId, provider, account, method })
  await defaultChanged(ctx, customerId)
}
