import { Type } from 'typebox'
import {
  choice,
  decimal,
  flag,
  kind,
  merchantId,
  nullable,
  planId,
  planVersionId,
  text,
  time,
  uri,
} from './schemas.ts'

/** An amount in nanos, as replies of the first generation have it. */
const nanos = (description: string) =>
  Type.Unsafe<string>({ ...text(description, { pattern: '^\\d+$' }), deprecated: true })

const amount = decimal('Amount in major units.')

const payment = Type.Union(
  [
    Type.Object(
      {
        amount,
        breakdown: Type.Object(
          {
            upfrontCharges: decimal('Fees due before the start, with tax, in major units.'),
            walletCharge: decimal('What goes to the customer’s funds, in major units.'),
          },
          { description: 'What the amount is made of.' },
        ),
        checkoutUrl: uri('Where the customer pays.'),
        invoiceId: Type.Optional(text('The first invoice, if there is one.')),
        paymentSessionId: text('The payment session.'),
        status: Type.Literal('pending', { description: 'To be paid.' }),
      },
      { description: 'The customer has to pay first.' },
    ),
    Type.Object(
      {
        invoiceId: text('The first invoice.'),
        amount,
        status: Type.Literal('paid', { description: 'Paid.' }),
      },
      { description: 'There was nothing to pay.' },
    ),
    Type.Object(
      {
        invoiceId: text('The first invoice.'),
        amount,
        status: Type.Literal('awaiting_approval', { description: 'The merchant must approve.' }),
      },
      { description: 'The first invoice waits for the merchant.' },
    ),
  ],
  { description: 'What had to be paid at the start; absent when nothing.' },
)

const party = (description: string) =>
  Type.Object(
    {
      id: text('The organization.'),
      name: text('Its name.'),
      email: text('Its e-mail address.'),
    },
    { description },
  )

const customer = Type.Object(
  {
    id: Type.Optional(text('The customer.')),
    merchantId: Type.Optional(text('The merchant.')),
    merchant: Type.Optional(party('The merchant.')),
    consumer: Type.Optional(party('The consumer, as the merchant entered it.')),
  },
  { description: 'The customer; present when asked for by `include`.' },
)

export const Subscription = Type.Object(
  {
    id: text('The subscription.'),
    object: kind('subscription'),
    merchantId: merchantId(),
    autoCharge: Type.Optional(
      Type.Boolean({ default: false, description: 'Paid with the saved method.' }),
    ),
    createdAt: time('When it was created.'),
    customerId: text('The customer.'),
    endingAt: Type.Optional(time('When it ends by itself.')),
    estimatedTaxRate: Type.Optional(Type.Number({ description: 'Rate in percent, estimated.' })),
    taxExempt: Type.Optional(Type.Boolean({ default: false, description: 'No tax at all.' })),
    name: text('Name of the subscription.'),
    payment: Type.Optional(payment),
    planId: planId(),
    nextPlanId: Type.Optional(text('The plan that it changes to when the period ends. Ours.')),
    planVersionId: Type.Optional(planVersionId()),
    versionNumber: Type.Optional(
      Type.Integer({ minimum: 1, description: 'Number of the plan’s version.' }),
    ),
    prefundAmount: Type.Optional(nanos('Older name of `minimumAccountBalance`; in nanos.')),
    minimumAccountBalance: Type.Optional(nanos('Funds to have at the start; in nanos.')),
    startedAt: time('When it started or starts.'),
    status: choice(
      ['pending_payment', 'active', 'terminated'],
      '`pending_payment` until what is due at the start is paid.',
    ),
    terminatedAt: Type.Optional(time('When it ended.')),
    terminatedBy: Type.Optional(text('Who ended it.')),
    terminationReason: Type.Optional(text('Why it ended.')),
    testClockId: Type.Optional(text('The test clock that it follows.')),
    updatedAt: time('When it last changed.'),
    walletId: Type.Optional(
      Type.Unsafe<string>({ ...text('The account of its funds.'), deprecated: true }),
    ),
    renewalReminderEnabled: Type.Optional(
      nullable(flag('Remind.'), 'Its own setting; null: the plan’s.'),
    ),
    renewalReminderDays: Type.Optional(
      nullable(Type.Integer(), 'Its own setting; null: the plan’s.'),
    ),
    paymentTermDays: Type.Integer({
      minimum: 0,
      maximum: 365,
      description: 'Days until an invoice is due.',
    }),
    autoApprove: Type.Optional(
      nullable(flag('Approve.'), 'Invoices are issued unasked; null: the plan’s setting.'),
    ),
    metadata: Type.Optional(
      Type.Record(Type.String(), Type.Union([Type.String(), Type.Number(), Type.Boolean()]), {
        description: 'The merchant’s own notes.',
      }),
    ),
    customer: Type.Optional(customer),
  },
  { title: 'Subscription', description: 'A customer on a plan.' },
)
