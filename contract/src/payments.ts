import { Type } from 'typebox'
import { type Endpoint, org } from './endpoint.ts'
import {
  byId,
  choice,
  currency,
  duration,
  kind,
  listOf,
  page,
  redirect,
  text,
  textMap,
  time,
  uri,
} from './schemas.ts'

const status = choice(
  ['pending', 'processing', 'completed', 'expired', 'cancelled'],
  'How far it is; a failed attempt leaves it pending.',
)

export const Payment = Type.Object(
  {
    id: text('The payment.'),
    object: kind('payment'),
    amount: text('Amount in major units.'),
    currency: currency(),
    paymentUrl: Type.Optional(uri('Where to pay; while it can be paid.')),
    customerId: Type.Optional(text('The customer, if known.')),
    idempotencyKey: Type.Optional(text('The key it was created with.')),
    reference: Type.Optional(text('The merchant’s own reference.')),
    metadata: Type.Optional(textMap('The merchant’s own notes.')),
    lineItems: Type.Optional(
      Type.Array(
        Type.Object({
          description: Type.Optional(text('What is paid for.')),
          amount: Type.Optional(text('Amount of the line, in major units.')),
          quantity: Type.Optional(Type.Integer({ description: 'How many.' })),
        }),
        { description: 'What the payer sees.' },
      ),
    ),
    status,
    expiresAt: Type.Optional(time('When it can no longer be paid.')),
    createdAt: time('When it was created.'),
  },
  { title: 'Payment', description: 'A one-off charge.' },
)

const createBody = Type.Object({
  amount: text('Amount in major units, 1.00 to 5000.00, at most two decimals.', {
    pattern: '^\\d+(\\.\\d{1,2})?$',
    maxLength: 20,
  }),
  currency: choice(['USD', 'EUR', 'GBP', 'AUD'], 'Currency of the amount.'),
  merchantId: Type.Optional(text('The merchant; needed when the key is not bound to one.')),
  customerId: Type.Optional(text('A customer of the merchant.')),
  idempotencyKey: Type.Optional(
    text('A second request with this key answers with the first payment.', { maxLength: 255 }),
  ),
  reference: Type.Optional(text('The merchant’s own reference.', { maxLength: 255 })),
  metadata: Type.Optional(textMap('The merchant’s own notes.')),
  lineItems: Type.Optional(
    Type.Array(
      Type.Object({
        description: text('What is paid for.'),
        amount: text('Amount of the line, in major units.', {
          pattern: '^-?\\d{1,12}(\\.\\d{1,9})?$',
        }),
        quantity: Type.Integer({
          minimum: 1,
          maximum: 2_147_483_647,
          default: 1,
          description: 'How many.',
        }),
      }),
      { maxItems: 100, description: 'What the payer sees.' },
    ),
  ),
  successRedirectUrl: Type.Optional(redirect('Where the payer goes after paying.')),
  failureRedirectUrl: Type.Optional(redirect('Where the payer goes after failing to pay.')),
  savePaymentMethod: Type.Boolean({
    default: false,
    description: 'Keep the method for later charges; needs a customer.',
  }),
  expiresIn: Type.Optional(duration('How long it can be paid: `P30D` by default, at most `P31D`.')),
})

export const payments = {
  createPayment: {
    method: 'POST',
    path: '/v0/payments',
    tag: 'Payments',
    summary: 'Create a one-off payment',
    access: org('payments:write'),
    body: createBody,
    replies: { 200: Payment, 201: Payment },
    problems: [],
  },
  listPayments: {
    method: 'GET',
    path: '/v0/payments',
    tag: 'Payments',
    summary: 'List one-off payments',
    access: org('payments:read'),
    query: Type.Object({
      ...page,
      merchantId: Type.Optional(text('The merchant.')),
      status: Type.Optional(status),
      customerId: Type.Optional(text('The customer.')),
    }),
    replies: { 200: listOf(Payment) },
    problems: [],
  },
  getPayment: {
    method: 'GET',
    path: '/v0/payments/{id}',
    tag: 'Payments',
    summary: 'Get a one-off payment by its id or that of its payment session',
    access: org('payments:read'),
    params: byId(text('The payment, or its payment session.')),
    replies: { 200: Payment },
    problems: [],
  },
} as const satisfies Record<string, Endpoint>
