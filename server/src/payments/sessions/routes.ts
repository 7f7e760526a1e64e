import { type PaymentSession, paymentSessions } from '@tallystick/contract/payment-sessions.ts'
import { assert } from '@tallystick/core/assert.ts'
import { moneyToText } from '@tallystick/core/money/money.ts'
import type { Static } from 'typebox'
import { routes } from '../../platform/http/bind.ts'
import { listPage } from '../../platform/http/list.ts'
import type { Session } from './session.ts'
import { listSessions } from './store.ts'

export const paymentSessionRoutes = routes(paymentSessions, {
  async listPaymentSessions(ctx, { query }) {
    return listPage(await listSessions(ctx, query), query, show)
  },
})

function show(session: Session): Static<typeof PaymentSession> {
  const { amount, provider, entityType } = session
  assert(entityType !== 'customer', 'what only stores a method collects nothing')
  return {
    object: 'payment_session',
    id: session.id,
    entityType,
    entityId: session.entityId,
    entityLabel: session.label ?? null,
    amount: moneyToText(amount),
    currency: amount.currency,
    status: session.status,
    merchantPaymentAccountId: provider.account || null,
    providerPaymentRef: session.providerReference ?? null,
    completedAt: session.completedAt?.toString() ?? null,
    createdAt: session.createdAt.toString(),
    updatedAt: session.updatedAt.toString(),
  }
}
