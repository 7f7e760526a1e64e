import { Type } from 'typebox'
import { type Endpoint, org } from './endpoint.ts'
import { byId, choice, flag, kind, organizationId, redirect, text, time, uri } from './schemas.ts'

const stripeAccount = text('The account at Stripe.', { pattern: '^acct_\\w+$' })

export const PaymentAccount = Type.Object(
  {
    object: kind('paymentAccount'),
    provider: choice(['stripe'], 'Who moves the money.'),
    account: stripeAccount,
    country: text('ISO 3166-1 alpha-2 code of the country where it is kept.'),
    status: choice(
      ['onboarding', 'active', 'restricted'],
      '`onboarding`: the provider still has to be told something; `active`: it takes what is paid; ' +
        '`restricted`: the provider has stopped it.',
    ),
    chargesEnabled: flag('Payments reach it at once; until then the platform keeps them for it.'),
    payoutsEnabled: flag('The provider pays out to its bank.'),
    detailsSubmitted: flag('Onboarding was gone through.'),
    requirements: Type.Array(text('Name of a field.'), {
      description: 'What the provider still asks for.',
    }),
    disabledReason: Type.Optional(text('Why the provider has stopped it, in its words.')),
    createdAt: time('When it was opened.'),
    updatedAt: time('When the provider last told something new.'),
  },
  {
    title: 'PaymentAccount',
    description: 'The account at a provider that the platform opened for a merchant.',
  },
)

export const PaymentAccountLink = Type.Object(
  {
    object: kind('paymentAccountLink'),
    url: uri('Where the merchant tells the provider who it is. It works once, and soon ends.'),
    expiresAt: time('When it ends.'),
  },
  { title: 'PaymentAccountLink', description: 'A page of the provider for a merchant.' },
)

export const PaymentProvider = Type.Object(
  {
    object: kind('paymentProvider'),
    provider: choice(['stripe'], 'Who moves the money.'),
    account: stripeAccount,
    publishableKey: text('Known to every browser that pays.'),
    secretKeyHint: text('The last four characters; the rest is never shown.'),
    webhookUrl: uri('Where the provider is to send its webhooks.'),
    createdAt: time('When these keys were set.'),
  },
  {
    title: 'PaymentProvider',
    description: 'The keys of an account of the merchant’s own, through which it is paid.',
  },
)

const ofOrganization = byId(organizationId('The merchant.'))

export const paymentAccounts = {
  createPaymentAccount: {
    method: 'POST',
    path: '/v0/organizations/{id}/paymentAccount',
    tag: 'Payment accounts',
    summary: 'Open the merchant’s account at the payment provider',
    access: org('organization:write'),
    params: ofOrganization,
    body: Type.Object({
      country: text('ISO 3166-1 alpha-2 code of the country of the merchant.', {
        pattern: '^[A-Z]{2}$',
      }),
    }),
    replies: { 200: PaymentAccount, 201: PaymentAccount },
    problems: ['PROVIDER_NOT_SET_UP', 'UNAVAILABLE', 'PROVIDER_REFUSED'],
  },
  getPaymentAccount: {
    method: 'GET',
    path: '/v0/organizations/{id}/paymentAccount',
    tag: 'Payment accounts',
    summary: 'Get the merchant’s account at the payment provider',
    access: org('organization:read'),
    params: ofOrganization,
    replies: { 200: PaymentAccount },
    problems: [],
  },
  createPaymentAccountLink: {
    method: 'POST',
    path: '/v0/organizations/{id}/paymentAccount/links',
    tag: 'Payment accounts',
    summary: 'Open the provider’s page where the merchant says who it is',
    access: org('organization:write'),
    params: ofOrganization,
    body: Type.Object({
      returnUrl: redirect('Where the merchant goes afterwards.'),
      refreshUrl: redirect('Where it goes when the page has ended; open another link there.'),
    }),
    replies: { 201: PaymentAccountLink },
    problems: ['PROVIDER_NOT_SET_UP', 'UNAVAILABLE', 'PROVIDER_REFUSED'],
    anew: true,
  },
  getPaymentProvider: {
    method: 'GET',
    path: '/v0/organizations/{id}/paymentProvider',
    tag: 'Payment accounts',
    summary: 'Get the merchant’s own account at a payment provider',
    access: org('organization:read'),
    params: ofOrganization,
    replies: { 200: PaymentProvider },
    problems: [],
  },
  setPaymentProvider: {
    method: 'PUT',
    path: '/v0/organizations/{id}/paymentProvider',
    tag: 'Payment accounts',
    summary: 'Have new payments made on an account of the merchant’s own',
    access: org('organization:write'),
    params: ofOrganization,
    body: Type.Object({
      provider: choice(['stripe'], 'Who moves the money.'),
      secretKey: text('The secret or restricted key of the account. It is kept sealed.', {
        pattern: '^(sk|rk)_(test|live)_\\w{4,240}$',
      }),
      publishableKey: text('The publishable key of the account.', {
        pattern: '^pk_(test|live)_\\w{4,240}$',
      }),
      webhookSecret: text('The signing secret of the endpoint at `webhookUrl`.', {
        pattern: '^whsec_\\w{8,240}$',
      }),
    }),
    replies: { 200: PaymentProvider },
    problems: ['UNAVAILABLE', 'PROVIDER_REFUSED'],
  },
  deletePaymentProvider: {
    method: 'DELETE',
    path: '/v0/organizations/{id}/paymentProvider',
    tag: 'Payment accounts',
    summary: 'Have new payments made on the platform’s account again, and forget the keys',
    access: org('organization:write'),
    params: ofOrganization,
    replies: { 204: null },
    problems: ['PROVIDER_IN_USE'],
  },
} as const satisfies Record<string, Endpoint>
