import { Type } from 'typebox'
import { PaymentMethod } from './payment-methods.ts'
import { PriceProperties, Pricing, priceModels } from './price-forms.ts'
import { paymentTerms } from './prices.ts'
import { choice, currency, decimal, flag, kind, planId, text, time } from './schemas.ts'

const named = (description: string) => Type.Object({ name: text('Its name.') }, { description })

const Subscription = Type.Object(
  {
    id: text('The subscription.'),
    name: text('Its name.'),
    status: choice(['pending_payment', 'active', 'terminated'], 'Its state.'),
    startedAt: time('When it started or starts.'),
    currentPeriodStart: time('Start of the running period.'),
    currentPeriodEnd: time('End of the running period; the first instant after it.'),
    endingAt: Type.Optional(time('When it ends by itself.')),
    terminatedAt: Type.Optional(time('When it ended.')),
    isCancelled: flag(
      'Whether the customer ended it here with its period, and may take that back.',
    ),
  },
  { title: 'PortalSubscription', description: 'The subscription of the link.' },
)

const Price = Type.Object(
  {
    id: text('The price.'),
    displayName: text('What invoices call it.'),
    model: choice(priceModels, 'How a quantity becomes an amount.'),
    paymentTerm: choice(paymentTerms, 'When it is due.'),
    unit: Type.Optional(text('What one of the quantity is; metrics only.')),
    properties: PriceProperties,
    pricing: Type.Optional(Pricing),
  },
  { title: 'PortalPrice', description: 'What something costs.' },
)

export const PortalPlan = Type.Object(
  {
    id: planId(),
    name: text('Its name.'),
    description: Type.Optional(text('What it offers.')),
    billingCadence: text('Length of a period, ISO 8601.'),
    prices: Type.Array(Price, { description: 'Its prices.' }),
  },
  { title: 'PortalPlan', description: 'A plan.' },
)

const NextInvoice = Type.Object(
  {
    at: time('When it will be issued.'),
    amount: decimal('What would be owed, tax included, in major units.'),
    subtotal: decimal('Net, in major units.'),
    tax: decimal('Tax, in major units.'),
    currency: currency(),
    lines: Type.Array(
      Type.Object({
        description: text('What it is for.'),
        amount: decimal('Without tax, in major units.'),
      }),
      { description: 'What it is made of.' },
    ),
  },
  {
    title: 'NextInvoice',
    description:
      'What the next invoice would say if no more were used; left out where none will come.',
  },
)

export const PortalOverview = Type.Object(
  {
    object: kind('portalOverview'),
    now: time('The moment it is for the customer: real time, or what its test clock shows.'),
    merchant: named('Who sells.'),
    customer: named('Who buys.'),
    subscription: Subscription,
    plan: PortalPlan,
    balance: Type.Object(
      {
        amount: decimal('Funds that this merchant can draw, in major units.'),
        currency: currency(),
        minimum: Type.Optional(decimal('Funds to have at each renewal, in major units.')),
      },
      { description: 'The funds.' },
    ),
    period: Type.Object(
      {
        charged: decimal('Charged in the running period, without tax, in major units.'),
        tax: decimal('Tax on it, in major units.'),
        events: Type.Integer({ minimum: 0, description: 'How many usage events there were.' }),
      },
      { description: 'The running period so far.' },
    ),
    nextInvoice: Type.Optional(NextInvoice),
    paymentMethod: Type.Optional(PaymentMethod),
    permissions: Type.Array(text('Such as `portal:topup`.'), {
      description: 'What may be done with this link.',
    }),
  },
  { title: 'PortalOverview', description: 'What a customer sees first.' },
)

const Window = Type.Object(
  {
    start: time('Start of the window.'),
    quantity: decimal('Quantity in it.'),
    amount: Type.Optional(decimal('Charged for it without tax, in major units.')),
  },
  { title: 'PortalWindow', description: 'One window; those without usage are there too.' },
)

export const PortalUsage = Type.Object(
  {
    object: kind('portalUsage'),
    from: time('Start of the first window.'),
    to: time('First instant that is not counted.'),
    windowSize: choice(['HOUR', 'DAY'], 'Length of a window, in UTC.'),
    currency: currency('Currency of the amounts.'),
    metrics: Type.Array(
      Type.Object(
        {
          billableMetricId: text('The metric.'),
          name: text('Its name.'),
          unit: text('What one of the quantity is.'),
          quantity: decimal('Quantity in all.'),
          amount: Type.Optional(
            decimal(
              'Charged in all without tax, in major units; left out for what is not charged as it is used, here and in ' +
                'its windows.',
            ),
          ),
          windows: Type.Array(Window, { description: 'Window by window, oldest first.' }),
          dimensions: Type.Array(Type.String(), {
            description: 'By which it can be told apart, with `groupBy`.',
          }),
          groups: Type.Optional(
            Type.Array(
              Type.Object({
                key: text('The value; empty where events lack it.'),
                quantity: decimal('Quantity of the group.'),
              }),
              {
                description:
                  'With `groupBy`, where the metric has it: at most 100, the greatest first.',
              },
            ),
          ),
        },
        { description: 'One metric.' },
      ),
      { description: 'Metric by metric.' },
    ),
  },
  { title: 'PortalUsage', description: 'Usage over time.' },
)

export const chargeCauses = [
  'metric',
  'tax',
  'refund',
  'prefund',
  'fees',
  'invoice',
  'credit',
  'topup',
  'return',
  'payment',
] as const

export const Charge = Type.Object(
  {
    id: text('The movement.'),
    kind: choice(['usage', 'topup', 'payment', 'refund', 'return'], 'What happened.'),
    cause: choice(
      chargeCauses,
      'What moved the money: usage of a `metric`, the `tax` on usage, a `refund` of usage, the `prefund` or the `fees` ' +
        'that were paid at the start, an `invoice`, the `credit` of one, a `topup`, a `return` of funds, a `payment`.',
    ),
    description: text('The same for people, in English.'),
    number: Type.Optional(text('Of the invoice, or of the credit note.')),
    usage: Type.Optional(
      Type.Object(
        {
          name: text('The metric.'),
          unit: text('What one of the quantity is.'),
          quantity: decimal('How much was used.'),
        },
        { description: 'What was used; for usage of one metric only.' },
      ),
    ),
    amount: decimal('In major units; negative when the customer’s funds went down.'),
    currency: currency(),
    at: time('When it happened.'),
  },
  { title: 'PortalCharge', description: 'One movement of the customer’s money.' },
)
