import { Type } from 'typebox'
import { type Endpoint, org } from './endpoint.ts'
import {
  billableMetricId,
  byId,
  choice,
  decimal,
  decimalIn,
  featureId,
  feeId,
  kind,
  listOf,
  merchantId,
  nullable,
  page,
  priceId,
  pricingUnitId,
  text,
  time,
} from './schemas.ts'

export const priceModels = ['standard', 'dynamic', 'volume', 'percentage'] as const
export const paymentTerms = ['instant', 'in_arrears', 'in_advance'] as const

const model = choice(priceModels, 'How a quantity becomes an amount.')
const paymentTerm = choice(
  paymentTerms,
  '`instant`: per usage event, from funds (metrics only); `in_advance`: at the start of a period ' +
    '(fees only); `in_arrears`: after it.',
)

const percentage = (description: string) =>
  text(description, { pattern: '^([0-9](\\.[0-9]{1,4})?|10(\\.0{1,4})?)$' })

/**
 * The four forms of a price; `amount` makes the decimals, which are stricter where clients send
 * them.
 */
const propertiesOf = (title: string, amount: typeof decimal) =>
  Type.Union(
    [
      Type.Object(
        { unitPrice: amount('Price of one, in major units; negative is a rebate.') },
        { description: 'Model `standard`.' },
      ),
      Type.Object(
        {
          maxPrice: amount('Highest price of one that an event may name.'),
          minPrice: amount('Lowest price of one that an event may name.'),
        },
        { description: 'Model `dynamic`: each event names its price.' },
      ),
      Type.Object(
        {
          default: amount('Price of the first unit of a period.'),
          parameters: Type.Object(
            {
              function: Type.Literal('linear', { description: 'Always `linear`.' }),
              gradient: amount('What each unit before adds to the price of the next.'),
              max: amount('Highest price of one.'),
              min: amount('Lowest price of one.'),
            },
            { description: 'After n units, one costs clamp(default + gradient × n, min, max).' },
          ),
        },
        { description: 'Model `volume`: the price of one follows the period’s volume.' },
      ),
      Type.Object(
        {
          maxCharge: amount('Highest charge, in major units.'),
          minCharge: amount('Lowest charge, in major units; nothing is due at zero quantity.'),
          percentage: percentage('Fraction of the quantity: 0.03 is 3 %.'),
        },
        { description: 'Model `percentage`: clamp(quantity × percentage, minCharge, maxCharge).' },
      ),
    ],
    { title, description: 'The figures of the price, in the form of its model.' },
  )

const propertiesIn = propertiesOf('PricePropertiesInput', decimalIn)
export const PriceProperties = propertiesOf('PriceProperties', decimal)

export const PriceFeature = Type.Object(
  {
    id: text('The link between price and feature.'),
    featureId: text('The feature.'),
    entitlementTemplate: Type.Record(Type.String(), Type.Unknown(), {
      description: 'What a subscriber gets.',
    }),
    feature: Type.Optional(
      Type.Object(
        {
          key: Type.Optional(text('Key of the feature within its product.')),
          name: Type.Optional(text('Name of the feature.')),
          type: Type.Optional(choice(['metered', 'static', 'boolean'], 'Kind of feature.')),
        },
        { description: 'The feature in short.' },
      ),
    ),
  },
  { title: 'PriceFeature', description: 'A feature that comes with a price.' },
)

const cadence = text('ISO 8601 length of the billing period; `P0D` is once.')

/** What a price looks like, alone and within a plan. */
export const priceFields = {
  id: priceId(),
  object: kind('price'),
  billableMetricId: Type.Optional(billableMetricId('The metric it prices, if any.')),
  feeId: Type.Optional(feeId('The fee it prices, if any.')),
  merchantId: merchantId(),
  billingCadence: Type.Optional(nullable(cadence, 'Its own cadence; else that of the plan.')),
  createdAt: time('When it was created.'),
  invoiceDisplayName: text('What invoices call it.'),
  model,
  paymentTerm,
  properties: PriceProperties,
  updatedAt: time('When it last changed.'),
  features: Type.Optional(Type.Array(PriceFeature, { description: 'Features that come with it.' })),
  grantDiscountEnabled: Type.Optional(
    Type.Boolean({ default: false, description: 'Usage that grants cover is discounted.' }),
  ),
  quantity: Type.Integer({
    minimum: 1,
    maximum: 1_000_000,
    default: 1,
    description: 'How many of a fee are charged; 1 for metrics.',
  }),
}

export const Price = Type.Object(
  { ...priceFields, pricingUnitId: Type.Optional(pricingUnitId()) },
  { title: 'Price', description: 'What a metric or a fee costs.' },
)

const feature = Type.Object(
  {
    featureId: featureId(),
    entitlementTemplate: Type.Optional(
      Type.Record(Type.String(), Type.Unknown(), { description: 'What a subscriber gets.' }),
    ),
  },
  { description: 'The feature that comes with the price.' },
)

const quantity = Type.Integer({
  minimum: 1,
  maximum: 1_000_000,
  description: 'How many of a fee are charged; 1 when left out.',
})

export const prices = {
  createPrice: {
    method: 'POST',
    path: '/v0/prices',
    tag: 'Prices',
    summary: 'Create a price for a metric or a fee',
    access: org('catalog:write'),
    body: Type.Object({
      billableMetricId: Type.Optional(billableMetricId('This or `feeId`.')),
      feeId: Type.Optional(feeId('This or `billableMetricId`.')),
      pricingUnitId: Type.Optional(pricingUnitId()),
      model: Type.Optional(
        choice(priceModels, 'Needed for metrics; `standard` is the default for fees.'),
      ),
      invoiceDisplayName: text('What invoices call it.'),
      paymentTerm,
      billingCadence: Type.Optional(
        nullable(cadence, 'Needed for fees; the plan’s is the default for metrics.'),
      ),
      properties: propertiesIn,
      feature: Type.Optional(feature),
      grantDiscountEnabled: Type.Optional(
        Type.Boolean({ default: false, description: 'Usage that grants cover is discounted.' }),
      ),
      quantity: Type.Optional(quantity),
    }),
    replies: { 201: Price },
    problems: [],
  },
  listPrices: {
    method: 'GET',
    path: '/v0/prices',
    tag: 'Prices',
    summary: 'List prices',
    access: org('catalog:read'),
    query: Type.Object({ ...page, billableMetricId: Type.Optional(billableMetricId()) }),
    replies: { 200: listOf(Price) },
    problems: [],
  },
  getPrice: {
    method: 'GET',
    path: '/v0/prices/{id}',
    tag: 'Prices',
    summary: 'Get a price',
    access: org('catalog:read'),
    params: byId(priceId()),
    replies: { 200: Price },
    problems: [],
  },
  updatePrice: {
    method: 'PATCH',
    path: '/v0/prices/{id}',
    tag: 'Prices',
    summary: 'Change a price',
    access: org('catalog:write'),
    params: byId(priceId()),
    body: Type.Object({
      billableMetricId: Type.Optional(billableMetricId()),
      pricingUnitId: Type.Optional(nullable(pricingUnitId(), 'Null returns to the currency.')),
      invoiceDisplayName: Type.Optional(text('What invoices call it.')),
      model: Type.Optional(model),
      properties: Type.Optional(propertiesIn),
      paymentTerm: Type.Optional(paymentTerm),
      billingCadence: Type.Optional(nullable(cadence, 'Null returns to the plan’s.')),
      feature: Type.Optional(nullable(feature, 'Null removes it.')),
      grantDiscountEnabled: Type.Optional(Type.Boolean({ description: 'As in create.' })),
      quantity: Type.Optional(quantity),
    }),
    replies: { 200: Price },
    problems: [],
  },
  deletePrice: {
    method: 'DELETE',
    path: '/v0/prices/{id}',
    tag: 'Prices',
    summary: 'Delete a price; plans that hold it keep it',
    access: org('catalog:write'),
    params: byId(priceId()),
    replies: { 204: null },
    problems: [],
  },
} as const satisfies Record<string, Endpoint>
