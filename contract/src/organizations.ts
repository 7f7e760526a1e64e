import { Type } from 'typebox'
import { type Endpoint, org } from './endpoint.ts'
import {
  Address,
  AddressInput,
  amountIn,
  byId,
  choice,
  currency,
  email,
  kind,
  newPassword,
  organizationId,
  text,
  time,
} from './schemas.ts'

export const organizationKinds = ['merchant', 'consumer', 'platform'] as const

/** The share of the platform: an exact percentage, and an amount per currency. */
export const PlatformFee = Type.Object(
  {
    percent: text('Share of every price in percent, as a decimal: `2` is 2 %. Rounded down.', {
      pattern: '^(100(\\.0{1,6})?|\\d{1,2}(\\.\\d{1,6})?)$',
    }),
    fixed: Type.Optional(
      Type.Record(Type.String({ pattern: '^[A-Z]{3}$' }), amountIn('Major units.'), {
        additionalProperties: false,
        description: 'By currency: due once per paid invoice and one-off payment.',
      }),
    ),
  },
  {
    title: 'PlatformFee',
    description: 'What the platform takes of a merchant’s revenue; always given as a whole.',
  },
)

/** What every organization has, in replies. */
export const organizationFields = {
  name: text('Its name.'),
  email: email('Where it is reached.'),
  phone: Type.Optional(text('Phone number.')),
  address: Type.Optional(Address),
  createdAt: time('When it was created.'),
  updatedAt: time('When it last changed.'),
}

const supportedCurrencies = (description: string) =>
  Type.Array(currency(), { minItems: 1, maxItems: 200, uniqueItems: true, description })

export const currenciesOut = supportedCurrencies('What it sells in; the first is its primary one.')
export const currenciesIn = supportedCurrencies(
  'What it sells in, the primary one first; USD, EUR, GBP, AUD when left out at creation.',
)

/** What people say about their organization when they create it. */
export const profileIn = {
  name: text('Its name.', { minLength: 1, maxLength: 255 }),
  email: email('Where it is reached.'),
  phone: text('Phone number.', { maxLength: 64 }),
  address: AddressInput,
}

/** The same when they change it: what is left out stays as it was. */
export const profileChange = {
  name: Type.Optional(profileIn.name),
  email: Type.Optional(profileIn.email),
  phone: Type.Optional(profileIn.phone),
  address: Type.Optional(profileIn.address),
}

/** The first user of a new organization. */
export const OwnerInput = Type.Object(
  {
    email: email('What the owner signs in with.'),
    password: newPassword('The owner’s password'),
    firstName: Type.Optional(text('Given name.', { maxLength: 255 })),
    lastName: Type.Optional(text('Family name.', { maxLength: 255 })),
  },
  { title: 'OwnerInput', description: 'The user who owns the new organization.' },
)

export const Organization = Type.Object(
  {
    id: organizationId(),
    object: kind('organization'),
    kinds: Type.Array(choice(organizationKinds, 'A kind.'), {
      description: 'What it is: it may sell and buy at once; one runs the platform.',
    }),
    ...organizationFields,
    supportedCurrencies: currenciesOut,
    platformFee: Type.Optional(PlatformFee),
  },
  {
    title: 'Organization',
    description: 'Who owns things: a merchant, a consumer, or both; or the platform.',
  },
)

export const organizations = {
  getOrganization: {
    method: 'GET',
    path: '/v0/organizations/{id}',
    tag: 'Organizations',
    summary: 'Get your organization',
    access: org('organization:read'),
    params: byId(organizationId()),
    replies: { 200: Organization },
    problems: [],
  },
  updateOrganization: {
    method: 'PATCH',
    path: '/v0/organizations/{id}',
    tag: 'Organizations',
    summary: 'Change your organization',
    access: org('organization:write'),
    params: byId(organizationId()),
    body: Type.Object({
      ...profileChange,
      supportedCurrencies: Type.Optional(currenciesIn),
    }),
    replies: { 200: Organization },
    problems: [],
  },
} as const satisfies Record<string, Endpoint>
