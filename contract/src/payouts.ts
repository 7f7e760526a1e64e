import { Type } from 'typebox'
import { type Endpoint, org } from './endpoint.ts'
import { choice, currency, decimal, flag, kind, listOf, page, text, time } from './schemas.ts'

export const payoutStatuses = ['in_transit', 'paid', 'failed'] as const

export const Payout = Type.Object(
  {
    id: text('The payout.'),
    object: kind('payout'),
    amount: decimal('Major units.'),
    currency: currency(),
    status: choice(payoutStatuses, '`failed`: the bank sent it back, and it lies there again.'),
    automatic: flag('The provider sent it by its schedule.'),
    provider: text('Who sent it.'),
    providerAccount: text('From which account there.'),
    providerPayoutRef: text('The provider’s id of it.'),
    failureCode: Type.Optional(text('Why it failed, in the provider’s words.')),
    arrivesAt: Type.Optional(time('When the bank is expected to have it.')),
    createdAt: time('When the provider sent it.'),
    updatedAt: time('When the provider last told something new.'),
  },
  { title: 'Payout', description: 'Money on its way from a provider to the bank of the merchant.' },
)

export const payouts = {
  listPayouts: {
    method: 'GET',
    path: '/v0/payouts',
    tag: 'Payouts',
    summary: 'List payouts',
    access: org('payments:read'),
    query: Type.Object({
      ...page,
      status: Type.Optional(choice(payoutStatuses, 'Only those that stand like this.')),
    }),
    replies: { 200: listOf(Payout) },
    problems: [],
  },
} as const satisfies Record<string, Endpoint>
