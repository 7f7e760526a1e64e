import { Type } from 'typebox'
import { type Endpoint, org } from './endpoint.ts'
import { priceFields } from './prices.ts'
import {
  byId,
  choice,
  currency,
  customerId,
  decimal,
  flag,
  kind,
  listOf,
  merchantId,
  nullable,
  page,
  percent,
  planId,
  planVersionId,
  priceId,
  pricingUnitId,
  productId,
  text,
  time,
} from './schemas.ts'

const cadence = choice(['P1M', 'P3M', 'P1Y'], 'Length of the billing period.')

const CreditAllocation = Type.Object(
  {
    pricingUnitId: pricingUnitId(),
    amount: Type.Number({ exclusiveMinimum: 0, description: 'How many credits.' }),
    recurrencePeriod: Type.Optional(text('ISO 8601; given again after each. Absent: once.')),
  },
  { title: 'CreditAllocation', description: 'Credits that a subscriber is given.' },
)

export const PlanPrice = Type.Object(
  {
    ...priceFields,
    currency: Type.Optional(currency('The plan’s currency.')),
    description: Type.Optional(text('Description of the metric or fee.')),
    unitAmount: Type.Optional(decimal('Not used.')),
  },
  { title: 'PlanPrice', description: 'A price within a plan.' },
)

const creditUnusedAdvance = flag(
  'When a subscription ends early, the unused part of advance fees is credited. False: they are kept.',
)
const autoApprove = flag(
  'Invoices are issued by themselves; else they wait as drafts to be approved. A subscription may ' +
    'say otherwise; left out, the merchant’s billing settings hold.',
)

export const Plan = Type.Object(
  {
    id: planId(),
    object: kind('plan'),
    billingCadence: cadence,
    billingInterval: Type.Enum(['monthly', 'quarterly', 'yearly'], {
      deprecated: true,
      description: 'The cadence in words; older.',
    }),
    createdAt: time('When it was created.'),
    currency: currency('Currency of all its prices.'),
    defaultTaxCode: Type.Optional(text('Kind of service, for tax.')),
    defaultTaxRate: Type.Optional(percent('Rate in percent where no other is known.')),
    deletedAt: Type.Optional(time('When it was deleted.')),
    description: Type.Optional(text('What the plan offers.')),
    invoiceDisplayName: Type.Optional(text('What invoices call it.')),
    merchantId: merchantId(),
    name: text('Name of the plan.'),
    paymentTerm: Type.Optional(
      Type.Object(
        {
          in_arrears: Type.Optional(flag('Some price is due after the period.')),
          in_advance: Type.Optional(flag('Some price is due before the period.')),
        },
        { description: 'Which terms its prices have.' },
      ),
    ),
    prices: Type.Optional(Type.Array(PlanPrice, { description: 'Its prices.' })),
    productId: productId(),
    taxBehavior: Type.Optional(
      choice(['exclusive', 'inclusive'], 'Whether tax is added to prices or within them.'),
    ),
    updatedAt: time('When it last changed.'),
    walletNamespaceId: Type.Optional(text('Not used.')),
    renewalReminderEnabled: Type.Optional(flag('Customers are reminded before a renewal.')),
    renewalReminderDays: Type.Optional(Type.Integer({ description: 'Days before the renewal.' })),
    billingVersion: Type.Optional(
      Type.Integer({ description: '0 may hold instant prices, 1 may not.' }),
    ),
    billingAnchor: Type.Optional(nullable(time('Anchor.'), 'Where periods align, if anywhere.')),
    creditAllocations: Type.Optional(Type.Array(CreditAllocation, { description: 'Credits.' })),
    creditUnusedAdvance: Type.Optional(creditUnusedAdvance),
    autoApprove: Type.Optional(autoApprove),
    defaultVersionId: Type.Optional(planVersionId('The version that new subscriptions get.')),
    stablePriceIds: Type.Optional(
      Type.Boolean({ default: true, description: 'A replaced price keeps its id.' }),
    ),
  },
  { title: 'Plan', description: 'What customers subscribe to: prices, a currency and a cadence.' },
)

const interval = choice(
  ['monthly', 'quarterly', 'yearly', 'annual'],
  'Older name of the cadence; `billingCadence` wins.',
)
const taxBehavior = { description: 'Whether tax is added to prices or within them.' }
const reminderDays = { minimum: 1, maximum: 30, description: 'Days before the renewal.' }

/** What create and update have in common; update leaves out every default. */
const changeable = {
  billingCadence: Type.Optional(cadence),
  billingInterval: Type.Optional(interval),
  description: Type.Optional(text('What the plan offers.')),
  invoiceDisplayName: Type.Optional(text('What invoices call it.')),
  prices: Type.Optional(Type.Array(priceId(), { description: 'Ids of its prices.' })),
  billingAnchor: Type.Optional(
    nullable(time('Anchor.'), 'Where periods align: now or past. Null: at each start.'),
  ),
  creditAllocations: Type.Optional(
    Type.Array(CreditAllocation, { description: 'Credits on activation; one entry per unit.' }),
  ),
  creditUnusedAdvance: Type.Optional(creditUnusedAdvance),
  autoApprove: Type.Optional(
    nullable(autoApprove, 'Null returns to the merchant’s billing settings.'),
  ),
}

export const plans = {
  createPlan: {
    method: 'POST',
    path: '/v0/plans',
    tag: 'Plans',
    summary: 'Create a plan',
    access: org('catalog:write'),
    body: Type.Object({
      ...changeable,
      currency: currency('Currency of all its prices; one that the merchant sells in.'),
      defaultTaxCode: text(
        'Kind of service, for tax: one of `GET /v0/taxes/codes`. With any other, the default rate holds.',
        { default: 'eservice' },
      ),
      defaultTaxRate: Type.Number({
        minimum: 0,
        maximum: 100,
        default: 0,
        description: 'Rate in percent where no other is known.',
      }),
      merchantId: merchantId(),
      name: text('Name of the plan.'),
      productId: productId(),
      renewalReminderEnabled: Type.Boolean({ default: true, description: 'Remind customers.' }),
      renewalReminderDays: Type.Integer({ ...reminderDays, default: 3 }),
      billingVersion: Type.Enum([0, 1], {
        default: 1,
        description: '0 may hold instant prices, 1 may not.',
      }),
      taxBehavior: Type.Enum(['exclusive', 'inclusive'], { ...taxBehavior, default: 'exclusive' }),
      stablePriceIds: Type.Boolean({
        default: true,
        description: 'A replaced price keeps its id.',
      }),
    }),
    replies: { 201: Plan },
    problems: [],
  },
  listPlans: {
    method: 'GET',
    path: '/v0/plans',
    tag: 'Plans',
    summary: 'List plans',
    access: org('catalog:read'),
    query: Type.Object({
      ...page,
      merchantId: Type.Optional(merchantId()),
      productId: Type.Optional(productId()),
    }),
    replies: { 200: listOf(Plan) },
    problems: [],
  },
  listAvailablePlans: {
    method: 'GET',
    path: '/v0/plans/available',
    tag: 'Plans',
    summary: 'List the plans that a customer can still subscribe to',
    access: org('catalog:read'),
    query: Type.Object({
      ...page,
      customerId: customerId(),
      productId: Type.Optional(productId()),
      search: Type.Optional(text('Part of the name, in any case.')),
    }),
    replies: { 200: listOf(Plan) },
    problems: [],
  },
  getPlan: {
    method: 'GET',
    path: '/v0/plans/{id}',
    tag: 'Plans',
    summary: 'Get a plan',
    access: org('catalog:read'),
    params: byId(planId()),
    replies: { 200: Plan },
    problems: [],
  },
  updatePlan: {
    method: 'PATCH',
    path: '/v0/plans/{id}',
    tag: 'Plans',
    summary: 'Change a plan',
    access: org('catalog:write'),
    params: byId(planId()),
    body: Type.Object({
      ...changeable,
      defaultTaxCode: Type.Optional(text('Kind of service, for tax.')),
      defaultTaxRate: Type.Optional(percent('Rate in percent where no other is known.')),
      name: Type.Optional(text('Name of the plan.')),
      renewalReminderEnabled: Type.Optional(flag('Remind customers.')),
      renewalReminderDays: Type.Optional(Type.Integer(reminderDays)),
      taxBehavior: Type.Optional(Type.Enum(['exclusive', 'inclusive'], taxBehavior)),
      stablePriceIds: Type.Optional(flag('A replaced price keeps its id.')),
    }),
    replies: { 200: Plan },
    problems: ['CONFLICT'],
  },
} as const satisfies Record<string, Endpoint>
