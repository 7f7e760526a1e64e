import { Type } from 'typebox'
import { type Endpoint, org } from './endpoint.ts'
import {
  byId,
  consumerId,
  customerId,
  decimalIn,
  kind,
  listOf,
  merchantId,
  page,
  subscriptionId,
  text,
  textMap,
  time,
  usageEventId,
} from './schemas.ts'

const quantity = Type.Integer({
  minimum: 1,
  maximum: Number.MAX_SAFE_INTEGER,
  description: 'How much was used, in the metric’s unit.',
})

const nanos = (description: string) => Type.Optional(Type.Integer({ description }))

export const UsageEvent = Type.Object(
  {
    id: usageEventId(),
    object: kind('usageEvent'),
    billing: Type.Optional(
      Type.Object(
        {
          billingEventId: Type.Optional(text('The ledger entry that moved the money.')),
          currency: Type.Optional(text('Currency of the amounts.')),
          invoiceId: Type.Optional(text('The period’s invoice, once there is one.')),
          price: nanos('Price without tax, in nanos.'),
          totalAmount: nanos('Price and tax, in nanos.'),
          totalTax: nanos('Tax, in nanos.'),
        },
        { description: 'What it cost.' },
      ),
    ),
    consumerId: Type.Optional(text('The consumer.')),
    createdAt: time('When it arrived.'),
    customerId: text('The customer.'),
    description: Type.Optional(text('What it was for.')),
    entitlementId: Type.Optional(text('The hold that paid for it.')),
    idempotencyKey: Type.Optional(text('The key it was reported with.')),
    merchantId: text('The merchant.'),
    metadata: Type.Optional(textMap('The merchant’s own notes.')),
    properties: Type.Array(
      Type.Object({
        billableMetricId: text('The metric.'),
        price: Type.Optional(text('Price of one, in major units; dynamic prices only.')),
        quantity: Type.Integer({ minimum: 1, description: 'How much was used.' }),
      }),
      { description: 'What was used.' },
    ),
    refund: Type.Optional(
      Type.Object(
        {
          reason: Type.Optional(text('Why.')),
          refundedAt: Type.Optional(time('When.')),
        },
        { description: 'Present when the event was refunded.' },
      ),
    ),
    subscriptionId: text('The subscription that it was charged to.'),
    timestamp: time('When it was used.'),
  },
  {
    title: 'UsageEvent',
    description: 'Usage that was priced on arrival and charged to the customer’s funds.',
  },
)

export const UsageEventInput = Type.Object(
  {
    customerId: text('The customer.'),
    entitlementId: Type.Optional(
      text('A hold to draw from.', { pattern: '^(ent|com)_[a-zA-Z0-9]+$' }),
    ),
    idempotencyKey: text(
      'Unique for the merchant, for good: a second event with it is the first.',
      {
        minLength: 1,
        maxLength: 255,
      },
    ),
    merchantId: text('The merchant.'),
    metadata: Type.Optional(textMap('The merchant’s own notes.')),
    properties: Type.Array(
      Type.Object({
        billableMetricId: text('The metric.'),
        price: Type.Optional(decimalIn('Price of one, in major units; dynamic prices only.')),
        quantity,
      }),
      { minItems: 1, maxItems: 100, description: 'What was used.' },
    ),
    timestamp: time('When it was used: from the subscription’s start to a day ahead.'),
  },
  { title: 'UsageEventInput', description: 'One use of one or several metrics.' },
)

const count = (description: string) => Type.Integer({ minimum: 0, description })

export const BatchUsageEvents = Type.Object(
  {
    object: kind('batchUsageEvents'),
    failed: Type.Array(
      Type.Object({
        error: text('Why it failed.'),
        idempotencyKey: text('The key of the event.'),
        index: count('Its place in the request, from 0.'),
        code: Type.Optional(text('The exact reason, in capitals; stable.')),
      }),
      { description: 'Events that were not booked.' },
    ),
    successful: Type.Array(UsageEvent, { description: 'Events that were booked, now or before.' }),
    summary: Type.Object(
      {
        failed: count('How many failed.'),
        successful: count('How many succeeded.'),
        total: count('How many there were.'),
      },
      { description: 'The figures of the batch.' },
    ),
  },
  { title: 'BatchUsageEvents', description: 'What became of each event of a batch.' },
)

export const usage = {
  createUsageEvent: {
    method: 'POST',
    path: '/v0/usage',
    tag: 'Usage',
    summary: 'Report usage and charge it at once',
    access: org('usage:write'),
    body: UsageEventInput,
    replies: { 201: UsageEvent },
    problems: ['INSUFFICIENT_FUNDS', 'NO_ACTIVE_SUBSCRIPTION', 'STANDARD_BILLING_USES_EVENTS'],
  },
  batchCreateUsageEvents: {
    method: 'POST',
    path: '/v0/usage/batch',
    tag: 'Usage',
    summary: 'Report up to 1,000 usage events; each succeeds or fails alone',
    access: org('usage:write'),
    body: Type.Object({
      events: Type.Array(UsageEventInput, {
        minItems: 1,
        maxItems: 1000,
        description: 'The events, priced and afforded in this order.',
      }),
    }),
    replies: { 201: BatchUsageEvents, 207: BatchUsageEvents },
    problems: [],
  },
  listUsageEvents: {
    method: 'GET',
    path: '/v0/usage',
    tag: 'Usage',
    summary: 'List usage events of a customer, consumer, subscription or merchant',
    access: org('usage:read'),
    query: Type.Object({
      ...page,
      startTime: time('Used then or later.'),
      endTime: time('Used before.'),
      consumerId: Type.Optional(consumerId()),
      customerId: Type.Optional(customerId()),
      merchantId: Type.Optional(merchantId()),
      subscriptionId: Type.Optional(subscriptionId()),
    }),
    replies: { 200: listOf(UsageEvent) },
    problems: [],
  },
  getUsageEvent: {
    method: 'GET',
    path: '/v0/usage/{id}',
    tag: 'Usage',
    summary: 'Get a usage event',
    access: org('usage:read'),
    params: byId(usageEventId()),
    replies: { 200: UsageEvent },
    problems: [],
  },
  refundUsageEvent: {
    method: 'PATCH',
    path: '/v0/usage/{id}',
    tag: 'Usage',
    summary: 'Refund a usage event, for good',
    access: org('usage:write'),
    params: byId(usageEventId()),
    body: Type.Object({
      refunded: Type.Literal(true, { description: 'Always true.' }),
      reason: Type.Optional(text('Why.')),
    }),
    replies: { 200: UsageEvent },
    problems: ['USAGE_NOT_REFUNDABLE'],
  },
} as const satisfies Record<string, Endpoint>
