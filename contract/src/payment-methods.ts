import { Type } from 'typebox'
import { type Endpoint, org } from './endpoint.ts'
import { sessionStatuses } from './payment-sessions.ts'
import {
  byId,
  choice,
  customerId,
  flag,
  kind,
  nullable,
  paymentMethodId,
  redirect,
  text,
  time,
  uri,
} from './schemas.ts'

export const PaymentMethod = Type.Object(
  {
    object: kind('paymentMethod'),
    id: paymentMethodId(),
    type: Type.Optional(nullable(text('Type.'), 'Such as `card`.')),
    brand: Type.Optional(nullable(text('Brand.'), 'Such as `visa`.')),
    last4: Type.Optional(nullable(text('Digits.'), 'The last four digits.')),
    expMonth: Type.Optional(nullable(Type.Integer(), 'Month of expiry, 1 to 12.')),
    expYear: Type.Optional(nullable(Type.Integer(), 'Year of expiry, four digits.')),
    isDefault: Type.Optional(
      flag('Charged where no method is named: the one stored or chosen last.'),
    ),
    unusableCode: Type.Optional(
      text('Why it is not charged any more, such as `expired_card`; left out while it can be.'),
    ),
    createdAt: time('When it was stored.'),
  },
  { title: 'PaymentMethod', description: 'What a customer can be charged with while away.' },
)

export const SetupSession = Type.Object(
  {
    object: kind('paymentSession'),
    id: text('The payment session.'),
    mode: choice(['payment', 'setup'], '`setup` saves a method without charging it.'),
    status: choice(sessionStatuses, 'How far it is.'),
    url: uri('Where the customer enters the method.'),
    successRedirectUrl: Type.Optional(nullable(uri('Address.'), 'Where the customer goes then.')),
    failureRedirectUrl: Type.Optional(nullable(uri('Address.'), 'Where it goes otherwise.')),
    metadata: Type.Optional(
      Type.Record(Type.String(), Type.Unknown(), { description: 'The merchant’s own notes.' }),
    ),
    expiresAt: time('When the page ends.'),
    completedAt: Type.Optional(nullable(time('Instant.'), 'When the method was stored.')),
    createdAt: time('When it was created.'),
  },
  { title: 'SetupSession', description: 'A page where a customer stores a payment method.' },
)

const PaymentMethodList = Type.Object(
  {
    object: kind('list'),
    data: Type.Array(PaymentMethod, { description: 'All of them, the default first.' }),
  },
  { title: 'PaymentMethodList', description: 'What a customer can be charged with.' },
)

const oneMethod = Type.Object({ id: customerId(), methodId: paymentMethodId() })

export const paymentMethods = {
  listCustomerPaymentMethods: {
    method: 'GET',
    path: '/v0/customers/{id}/paymentMethods',
    tag: 'Payment methods',
    summary: 'List the stored payment methods of a customer',
    access: org('payments:read'),
    params: byId(customerId()),
    replies: { 200: PaymentMethodList },
    problems: [],
  },
  createCustomerPaymentMethod: {
    method: 'POST',
    path: '/v0/customers/{id}/paymentMethods',
    tag: 'Payment methods',
    summary: 'Open a page where a customer stores a payment method',
    access: org('payments:write'),
    params: byId(customerId()),
    body: Type.Object({
      successRedirectUrl: Type.Optional(redirect('Where the customer goes after storing it.')),
      failureRedirectUrl: Type.Optional(redirect('Where the customer goes otherwise.')),
      metadata: Type.Optional(
        Type.Record(Type.String(), Type.Unknown(), { description: 'The merchant’s own notes.' }),
      ),
      expiresAt: Type.Optional(
        time('When the page ends: in the future, at most 30 days ahead, which is the default.'),
      ),
    }),
    bodyOptional: true,
    replies: { 201: SetupSession },
    problems: [],
  },
  chooseCustomerPaymentMethod: {
    method: 'POST',
    path: '/v0/customers/{id}/paymentMethods/{methodId}/default',
    tag: 'Payment methods',
    summary: 'Make a stored payment method the default',
    access: org('payments:write'),
    params: oneMethod,
    replies: { 200: PaymentMethod },
    problems: [],
  },
  deleteCustomerPaymentMethod: {
    method: 'DELETE',
    path: '/v0/customers/{id}/paymentMethods/{methodId}',
    tag: 'Payment methods',
    summary: 'Remove a stored payment method for good',
    access: org('payments:write'),
    params: oneMethod,
    replies: { 204: null },
    problems: [],
  },
} as const satisfies Record<string, Endpoint>
