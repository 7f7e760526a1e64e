import { Type } from 'typebox'
import { type Endpoint, org } from './endpoint.ts'
import { choice, currency, decimal, kind, listOf, nullable, page, text, time } from './schemas.ts'

export const sessionStatuses = [
  'pending',
  'processing',
  'completed',
  'failed',
  'expired',
  'cancelled',
] as const

const entityTypes = ['invoice', 'subscription', 'payment', 'topup'] as const

export const PaymentSession = Type.Object(
  {
    object: kind('payment_session'),
    id: text('The payment session.'),
    entityType: choice(entityTypes, 'What is paid.'),
    entityId: text('The thing that is paid.'),
    entityLabel: Type.Optional(nullable(text('Label.'), 'What people call that thing.')),
    amount: decimal('Amount in major units.'),
    currency: currency(),
    status: choice(sessionStatuses, 'How far it is.'),
    merchantPaymentAccountId: Type.Optional(
      nullable(text('Account.'), 'The merchant’s account at the provider.'),
    ),
    providerPaymentRef: Type.Optional(
      nullable(text('Reference.'), 'The provider’s payment; null before the first attempt.'),
    ),
    completedAt: Type.Optional(nullable(time('Instant.'), 'When it was paid.')),
    createdAt: time('When it was created.'),
    updatedAt: time('When it last changed.'),
  },
  { title: 'PaymentSession', description: 'One attempt to have something paid.' },
)

export const paymentSessions = {
  listPaymentSessions: {
    method: 'GET',
    path: '/v0/paymentSessions',
    tag: 'Payment sessions',
    summary: 'List payment sessions',
    access: org('payments:read'),
    query: Type.Object({
      ...page,
      merchantId: Type.Optional(text('The merchant.')),
      subscriptionId: Type.Optional(text('Its activation and its invoices.')),
      customerId: Type.Optional(text('Everything of this customer.')),
      status: Type.Optional(choice(sessionStatuses, 'How far they are.')),
      entityType: Type.Optional(choice(entityTypes, 'What is paid.')),
    }),
    replies: { 200: listOf(PaymentSession) },
    problems: [],
  },
} as const satisfies Record<string, Endpoint>
