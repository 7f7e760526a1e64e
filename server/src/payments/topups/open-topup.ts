import { type Money, moneyToText } from '@tallystick/core/money/money.ts'
import type { Ctx } from '../../platform/ctx.ts'
import { newId } from '../../platform/ids.ts'
import { openPaymentSession, type SessionRequest } from '../open-payment-session.ts'
import { insertTopup, type Topup, type TopupOrigin } from './store.ts'

export type NewTopup = Pick<
  SessionRequest,
  'expiresAt' | 'redirectUrls' | 'subscriptionId' | 'label'
> & {
  readonly customerId: string
  readonly amount: Money
  readonly origin: TopupOrigin
}

/** A top-up that waits for its payment, and the session in which that is made. */
export async function openTopup(
  ctx: Ctx,
  { customerId, amount, origin, ...page }: NewTopup,
): Promise<{ readonly topup: Topup; readonly sessionId: string }> {
  const id = newId('topup')
  const topup: Topup = { id, customerId, amount, origin, status: 'pending', createdAt: ctx.now }
  await insertTopup(ctx, topup)
  const session = await openPaymentSession(ctx, {
    ...page,
    entityType: 'topup',
    entityId: id,
    customerId,
    amount,
    funds: amount.nanos,
    breakdown: [{ label: 'Balance', amount: moneyToText(amount) }],
    saveMethod: 'offered',
    mode: 'payment',
  })
  return { topup, sessionId: session.id }
}
