import { Type } from 'typebox'
import { type Endpoint, org } from './endpoint.ts'
import { priceModels, pricingIn, propertiesIn } from './price-forms.ts'
import { choice, currency, decimal, decimalIn, kind, priceId, text } from './schemas.ts'

export const pricePartKinds = [
  'units',
  'flat_fee',
  'package',
  'free_units',
  'minimum',
  'maximum',
] as const

/** A quantity of usage, as a request has it. */
export const quantityIn = text(
  'How many units, over a whole period: not negative, at most 15 decimals.',
  {
    pattern: '^\\d{1,18}(\\.\\d{1,15})?$',
  },
)

const PricePart = Type.Object(
  {
    kind: choice(
      pricePartKinds,
      '`units`: so many at a price each; `flat_fee`: due once for a tier; `package`: so many whole ' +
        'packages; `free_units`: what costs nothing; `minimum`, `maximum`: what lifts or lowers the ' +
        'charge to its bound.',
    ),
    tier: Type.Optional(Type.Integer({ minimum: 1, description: 'Which tier says so, from 1.' })),
    quantity: decimal('How many units, packages or fees.'),
    unitPrice: Type.Optional(
      decimal('Price of one, in major units; absent where each unit has a price of its own.'),
    ),
    amount: decimal('What the part costs, in major units: exact, not rounded.'),
  },
  { title: 'PricePart', description: 'A part of what a quantity costs.' },
)

const QuantityPreview = Type.Object(
  {
    quantity: decimal('The quantity that was asked for.'),
    amount: decimal(
      'What it costs, in major units: rounded once, half away from zero, to the smallest unit of ' +
        'the currency; for instant prices to nine digits.',
    ),
    exactAmount: decimal('The same before it is rounded; the parts add up to it.'),
    parts: Type.Array(PricePart, { description: 'How it comes about.' }),
  },
  { title: 'QuantityPreview', description: 'What one quantity costs.' },
)

export const PricePreview = Type.Object(
  {
    object: kind('pricePreview'),
    priceId: Type.Optional(priceId('The price that was named, if one was.')),
    currency: currency('What the amounts are in.'),
    data: Type.Array(QuantityPreview, { description: 'One for each quantity, in their order.' }),
  },
  { title: 'PricePreview', description: 'What quantities would cost, without tax.' },
)

export const pricePreview = {
  previewPrice: {
    method: 'POST',
    path: '/v0/prices/preview',
    tag: 'Prices',
    summary: 'See what quantities would cost by a price, part by part',
    access: org('catalog:read'),
    body: Type.Object({
      priceId: Type.Optional(priceId('This or `price`.')),
      price: Type.Optional(
        Type.Object(
          {
            model: Type.Optional(choice(priceModels, 'Left out, `standard`.')),
            properties: Type.Optional(propertiesIn),
            pricing: Type.Optional(pricingIn),
          },
          { description: 'A price that does not exist yet. This or `priceId`.' },
        ),
      ),
      currency: Type.Optional(
        currency('What the amounts are in; the merchant’s primary currency when left out.'),
      ),
      quantities: Type.Array(quantityIn, {
        minItems: 1,
        maxItems: 100,
        description: 'What to price, each for itself.',
      }),
      eventPrice: Type.Optional(
        decimalIn('The price that events would name; needed by the model `dynamic`.'),
      ),
    }),
    replies: { 200: PricePreview },
    problems: [],
  },
} as const satisfies Record<string, Endpoint>
