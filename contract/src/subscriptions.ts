import { Type } from 'typebox'
import { type Endpoint, org } from './endpoint.ts'
import {
  AddressInput,
  amountIn,
  byId,
  choice,
  consumerId,
  customerId,
  duration,
  email,
  flag,
  kind,
  listOf,
  merchantId,
  nullable,
  page,
  planId,
  redirect,
  TaxRates,
  text,
  time,
  uri,
} from './schemas.ts'
import { Subscription } from './subscription.ts'

const metadataIn = Type.Record(
  Type.String(),
  Type.Union([Type.String(), Type.Number(), Type.Boolean()]),
  { description: 'The merchant’s own notes.' },
)

/** Country and postal code are needed for tax; the postal code may come under either name. */
const taxableAddress = Type.Object(
  {
    ...AddressInput.properties,
    country: text('ISO 3166-1 alpha-2 code.', { minLength: 2, maxLength: 2 }),
  },
  {
    description: 'A postal address with country and postal code.',
    anyOf: [{ required: ['zipCode'] }, { required: ['postalCode'] }],
  },
)

const newCustomer = Type.Object(
  {
    name: text('Name of the person or company.'),
    email: email('Where invoices go; finds the customer again, trimmed and lower-cased.'),
    phone: Type.Optional(text('Phone number.')),
    address: taxableAddress,
    taxRates: Type.Optional(TaxRates),
  },
  { description: 'A customer to create or find by e-mail. This or `customerId`.' },
)

const funds = (description: string) =>
  Type.Unsafe<string>({ ...amountIn(description), deprecated: true })

const changeable = {
  endingAt: Type.Optional(time('When it ends by itself; absent: open-ended.')),
  renewalReminderEnabled: Type.Optional(
    nullable(flag('Remind.'), 'Remind before renewals; null takes the plan’s setting.'),
  ),
  renewalReminderDays: Type.Optional(
    nullable(
      Type.Integer({ minimum: 1, maximum: 30 }),
      'Days before the renewal; null takes the plan’s setting.',
    ),
  ),
  paymentTermDays: Type.Optional(
    Type.Integer({ minimum: 0, maximum: 365, description: 'Days until an invoice is due.' }),
  ),
  autoApprove: Type.Optional(
    nullable(flag('Approve.'), 'Invoices are issued unasked; null: the plan’s setting. Ours.'),
  ),
}

const createBody = Type.Object({
  ...changeable,
  autoCharge: Type.Boolean({ default: false, description: 'Pay with the saved method.' }),
  taxExempt: Type.Boolean({ default: false, description: 'No tax at all.' }),
  customer: Type.Optional(newCustomer),
  customerId: Type.Optional(customerId('The customer. This or `customer`.')),
  name: text('Name of the subscription.'),
  planId: planId(),
  prefundAmount: Type.Optional(funds('Older name of `minimumAccountBalance`.')),
  minimumAccountBalance: Type.Optional(
    funds('Funds to have at the start, in major units; `0` is none, at most 5000.00.'),
  ),
  redirectUrls: Type.Optional(
    Type.Object(
      {
        onSuccess: Type.Optional(redirect('Where the payer goes after paying.')),
        onFailure: Type.Optional(redirect('Where the payer goes after failing to pay.')),
      },
      { description: 'Where the checkout leads.' },
    ),
  ),
  startedAt: time('When it starts: at most one year back or ahead.'),
  testClockId: Type.Optional(text('The test clock that it follows.')),
  sessionExpiryMinutes: Type.Number({
    minimum: 1,
    maximum: 525_600,
    default: 240,
    description: 'Minutes until the checkout expires.',
  }),
  metadata: Type.Optional(metadataIn),
})

const updateBody = Type.Object({
  ...changeable,
  status: Type.Optional(choice(['active', 'terminated'], '`terminated` ends it.')),
  terminatedAt: Type.Optional(time('When it ended; a future instant means now.')),
  terminatedBy: Type.Optional(text('Who ended it: an organization or customer.')),
  terminationReason: Type.Optional(text('Why it ended.')),
  autoCharge: Type.Optional(flag('Pay with the saved method.')),
  taxExempt: Type.Optional(flag('No tax at all.')),
  minimumAccountBalance: Type.Optional(
    funds('Funds to have at each renewal, in major units; `0` is none, at most 5000.00.'),
  ),
})

export const SubscriptionPortal = Type.Object(
  {
    object: kind('subscriptionPortal'),
    expiresAt: time('When the link stops working.'),
    url: uri('The link, with its secret: give it to the customer alone.'),
  },
  { title: 'SubscriptionPortal', description: 'A link to the portal of a subscription.' },
)

const anySubscription = byId(text('The subscription.'))

export const subscriptions = {
  createSubscription: {
    method: 'POST',
    path: '/v0/subscriptions',
    tag: 'Subscriptions',
    summary: 'Subscribe a customer to a plan',
    access: org('subscriptions:write'),
    body: createBody,
    replies: { 200: Subscription, 201: Subscription },
    problems: [
      'ACTIVE_SUBSCRIPTION_EXISTS',
      'BAD_REQUEST',
      'TEST_CLOCK_MISMATCH',
      'TEST_CLOCKS_IN_SANDBOX_ONLY',
    ],
  },
  listSubscriptions: {
    method: 'GET',
    path: '/v0/subscriptions',
    tag: 'Subscriptions',
    summary: 'List subscriptions',
    access: org('subscriptions:read'),
    query: Type.Object({
      ...page,
      consumerId: Type.Optional(consumerId()),
      customerId: Type.Optional(customerId('The customer; excludes consumer and merchant.')),
      merchantId: Type.Optional(merchantId()),
      status: Type.Optional(choice(['active', 'terminated', 'pending_payment'], 'Its state.')),
      startedBefore: Type.Optional(time('Started then or earlier.')),
      include: Type.Optional(choice(['customer'], 'Adds the customer to each subscription.')),
    }),
    replies: { 200: listOf(Subscription) },
    problems: [],
  },
  getSubscription: {
    method: 'GET',
    path: '/v0/subscriptions/{id}',
    tag: 'Subscriptions',
    summary: 'Get a subscription',
    access: org('subscriptions:read'),
    params: anySubscription,
    replies: { 200: Subscription },
    problems: [],
  },
  updateSubscription: {
    method: 'PATCH',
    path: '/v0/subscriptions/{id}',
    tag: 'Subscriptions',
    summary: 'Change a subscription',
    access: org('subscriptions:write'),
    params: anySubscription,
    body: updateBody,
    replies: { 200: Subscription },
    problems: ['SUBSCRIPTION_TERMINATED', 'BAD_REQUEST'],
  },
  generatePortalLink: {
    method: 'POST',
    path: '/v0/subscriptions/{id}/portal',
    tag: 'Subscriptions',
    summary: 'Create a portal link for the customer',
    access: org('portal:link'),
    params: anySubscription,
    body: Type.Object({
      expiresIn: Type.Optional(duration('How long it works: `PT10M` by default, at most `P7D`.')),
    }),
    bodyOptional: true,
    replies: { 200: SubscriptionPortal },
    problems: [],
    rateLimit: {
      merchantMax: 1,
      platformMax: 100,
      windowSeconds: 1,
      message: 'Too many portal link generation requests. Wait a second and try again.',
    },
  },
  terminateSubscription: {
    method: 'POST',
    path: '/v0/subscriptions/{id}/termination',
    tag: 'Subscriptions',
    summary: 'Terminate a subscription now',
    access: org('subscriptions:write'),
    params: anySubscription,
    body: Type.Object({
      reason: text('Why it ends.', { minLength: 1, maxLength: 1000 }),
    }),
    replies: { 200: Subscription },
    problems: ['SUBSCRIPTION_TERMINATED'],
  },
} as const satisfies Record<string, Endpoint>
