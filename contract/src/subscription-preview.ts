import { Type } from 'typebox'
import { type Endpoint, org } from './endpoint.ts'
import { quantityIn } from './price-preview.ts'
import {
  amountIn,
  billableMetricId,
  customerId,
  decimal,
  kind,
  planId,
  text,
  time,
} from './schemas.ts'
import { expectedTotals } from './subscription-plan-change.ts'

export const SubscriptionPreview = Type.Object(
  {
    object: kind('subscriptionPreview'),
    planId: planId(),
    startedAt: time('When it would start.'),
    periodStart: time('When its first period would begin.'),
    periodEnd: time('When that would end.'),
    dueAtStart: Type.Object(
      {
        ...expectedTotals,
        prefund: decimal('What is missing of the funds to have, in major units.'),
        amount: decimal('What has to be paid before it begins, in major units: both together.'),
      },
      { description: 'What is paid in advance of the first period.' },
    ),
    firstInvoice: Type.Object(
      {
        issuedAt: time('When it would be issued: after the period and the time for late usage.'),
        ...expectedTotals,
      },
      { description: 'What would be invoiced when the first period is over.' },
    ),
  },
  { title: 'SubscriptionPreview', description: 'What a start, and usage, would cost.' },
)

export const subscriptionPreview = {
  previewSubscription: {
    method: 'POST',
    path: '/v0/subscriptions/preview',
    tag: 'Subscriptions',
    summary: 'See what a subscription would cost. Ours',
    access: org('subscriptions:read'),
    body: Type.Object({
      planId: planId(),
      customerId: Type.Optional(
        customerId('Who would be subscribed: by its tax, its funds, and its test clock.'),
      ),
      address: Type.Optional(
        Type.Object(
          {
            country: text('ISO 3166-1 alpha-2 code.', { minLength: 2, maxLength: 2 }),
            zipCode: Type.Optional(text('Postal code.')),
            state: Type.Optional(text('State or province.')),
          },
          { description: 'Where somebody lives who is no customer yet: decides the tax.' },
        ),
      ),
      startedAt: Type.Optional(time('When it would start; now, when left out.')),
      taxExempt: Type.Boolean({ default: false, description: 'No tax at all.' }),
      minimumAccountBalance: Type.Optional(
        amountIn('Funds to have at the start, in major units; `0` is none, at most 5000.00.'),
      ),
      usage: Type.Array(
        Type.Object(
          {
            billableMetricId: billableMetricId('A metric that the plan prices in arrears.'),
            quantity: quantityIn,
          },
          { description: 'How much is used of a metric.' },
        ),
        {
          default: [],
          maxItems: 100,
          description:
            'What is used in the first period; in each cycle of a price that has several.',
        },
      ),
    }),
    replies: { 200: SubscriptionPreview },
    problems: [],
  },
} as const satisfies Record<string, Endpoint>
