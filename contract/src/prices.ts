import { Type } from 'typebox'
import { type Endpoint, org } from './endpoint.ts'
import { PriceProperties, Pricing, priceModels, pricingIn, propertiesIn } from './price-forms.ts'
import {
  billableMetricId,
  byId,
  choice,
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

export const paymentTerms = ['instant', 'in_arrears', 'in_advance'] as const

const model = choice(priceModels, 'How a quantity becomes an amount.')
const paymentTerm = choice(
  paymentTerms,
  '`instant`: per usage event, from funds (metrics only); `in_advance`: at the start of a period ' +
    '(fees only); `in_arrears`: after it.',
)

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
  pricing: Type.Optional(Pricing),
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
      properties: Type.Optional(propertiesIn),
      pricing: Type.Optional(pricingIn),
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
      pricing: Type.Optional(
        nullable(pricingIn, 'Null returns to one unit price, which `properties` then has to name.'),
      ),
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
