import { Type } from 'typebox'
import { type Endpoint, open, platform } from './endpoint.ts'
import {
  currenciesIn,
  currenciesOut,
  OwnerInput,
  organizationFields,
  PlatformFee,
  profileIn,
} from './organizations.ts'
import { byId, kind, listOf, organizationId, page, text, userId } from './schemas.ts'

export const Merchant = Type.Object(
  {
    id: organizationId('The merchant.'),
    object: kind('merchant'),
    organizationId: organizationId('The organization that sells; the same as `id`.'),
    ...organizationFields,
    supportedCurrencies: currenciesOut,
    platformFee: PlatformFee,
    ownerUserId: Type.Optional(userId('Its owner; in the reply to its creation only.')),
  },
  { title: 'Merchant', description: 'An organization that sells.' },
)

const newMerchant = {
  name: profileIn.name,
  email: profileIn.email,
  phone: Type.Optional(profileIn.phone),
  address: Type.Optional(profileIn.address),
  supportedCurrencies: Type.Optional(currenciesIn),
  owner: OwnerInput,
}

export const merchants = {
  createSignup: {
    method: 'POST',
    path: '/v0/signups',
    tag: 'Merchants',
    summary: 'Sign up as a merchant, with its owner',
    access: open('Signing up comes before having an account; the installation may forbid it.'),
    body: Type.Object(newMerchant),
    replies: { 201: Merchant },
    problems: ['SIGNUP_CLOSED', 'EMAIL_TAKEN'],
  },
  createMerchant: {
    method: 'POST',
    path: '/v0/merchants',
    tag: 'Merchants',
    summary: 'Create a merchant and its owner',
    access: platform('platform:merchants:write'),
    body: Type.Object(
      {
        ...Type.Partial(Type.Object(newMerchant)).properties,
        organizationId: Type.Optional(
          organizationId('A consumer with users of its own that shall sell as well.'),
        ),
        platformFee: Type.Optional(PlatformFee),
      },
      { anyOf: [{ required: ['name', 'email', 'owner'] }, { required: ['organizationId'] }] },
    ),
    replies: { 201: Merchant },
    problems: ['EMAIL_TAKEN'],
  },
  listMerchants: {
    method: 'GET',
    path: '/v0/merchants',
    tag: 'Merchants',
    summary: 'List merchants',
    access: platform('platform:merchants:read'),
    query: Type.Object({
      ...page,
      name: Type.Optional(text('Whole name, in any case.', { maxLength: 255 })),
    }),
    replies: { 200: listOf(Merchant) },
    problems: [],
  },
  getMerchant: {
    method: 'GET',
    path: '/v0/merchants/{id}',
    tag: 'Merchants',
    summary: 'Get a merchant',
    access: platform('platform:merchants:read'),
    params: byId(organizationId('The merchant.')),
    replies: { 200: Merchant },
    problems: [],
  },
  updateMerchant: {
    method: 'PATCH',
    path: '/v0/merchants/{id}',
    tag: 'Merchants',
    summary: 'Change a merchant’s currencies or the platform’s fee',
    access: platform('platform:merchants:write'),
    params: byId(organizationId('The merchant.')),
    body: Type.Object({
      supportedCurrencies: Type.Optional(currenciesIn),
      platformFee: Type.Optional(PlatformFee),
    }),
    replies: { 200: Merchant },
    problems: [],
  },
} as const satisfies Record<string, Endpoint>
