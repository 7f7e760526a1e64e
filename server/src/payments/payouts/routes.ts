import type { Sent } from '@tallystick/contract/endpoint.ts'
import { type Payout as PayoutReply, payouts } from '@tallystick/contract/payouts.ts'
import { moneyToText } from '@tallystick/core/money/money.ts'
import type { Static } from 'typebox'
import { routes } from '../../platform/http/bind.ts'
import { listPage } from '../../platform/http/list.ts'
import { listPayouts, type Payout } from './store.ts'

export const payoutRoutes = routes(payouts, {
  async listPayouts(ctx, { query }) {
    return listPage(await listPayouts(ctx, query), query, show)
  },
})

function show(payout: Payout): Sent<Static<typeof PayoutReply>> {
  const { id, amount, provider, arrivesAt, createdAt, updatedAt } = payout
  return {
    id,
    object: 'payout',
    amount: moneyToText(amount),
    currency: amount.currency,
    status: payout.status,
    automatic: payout.automatic,
    provider: provider.provider,
    providerAccount: provider.account,
    providerPayoutRef: payout.reference,
    failureCode: payout.failureCode,
    arrivesAt: arrivesAt?.toString(),
    createdAt: createdAt.toString(),
    updatedAt: updatedAt.toString(),
  }
}
