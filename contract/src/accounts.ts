import type { AccountKind } from '@tallystick/core/ledger/entry.ts'
import { Type } from 'typebox'
import { type Endpoint, org } from './endpoint.ts'
import {
  accountId,
  amountIn,
  byId,
  choice,
  currency,
  customerId,
  decimal,
  duration,
  kind,
  listOf,
  merchantId,
  organizationId,
  page,
  redirect,
  text,
  time,
  uri,
} from './schemas.ts'

const meanings: Readonly<Record<AccountKind, string>> = {
  funds: 'a customer’s money, to be used',
  holds: 'a customer’s money, set aside',
  receivable: 'what a customer owes',
  merchant_pending: 'issued and not yet paid',
  merchant_balance: 'what the merchant has earned',
  merchant_reserve: 'kept back from payouts',
  tax_payable: 'tax to hand over',
  platform_fees: 'the platform’s share',
  provider_clearing: 'money at a payment provider',
  provider_fees: 'what providers took',
  unapplied_payments: 'money that paid for nothing',
  out_of_band: 'paid elsewhere',
  refunds_in_transit: 'on its way to payers',
  payouts_in_transit: 'on its way to the merchant',
  write_offs: 'given up',
}

export const accountKinds = Object.keys(meanings) as AccountKind[]

const accountKind = Type.Unsafe<AccountKind>(
  choice(
    accountKinds,
    Object.entries(meanings)
      .map(([name, meaning]) => `\`${name}\`: ${meaning}`)
      .join('; '),
  ),
)

export const Account = Type.Object(
  {
    id: accountId(),
    object: kind('account'),
    kind: accountKind,
    scope: Type.Optional(
      choice(['merchant', 'shared'], 'Funds for this merchant alone, or for several.'),
    ),
    organizationId: organizationId('Whose book it is in.'),
    customerId: Type.Optional(customerId('The customer it concerns, if one.')),
    currency: currency(),
    balance: decimal('Credits minus debits, in major units: what is owed to others is positive.'),
  },
  { title: 'Account', description: 'One currency of one purpose in the ledger.' },
)

export const Posting = Type.Object(
  {
    id: text('The posting.'),
    object: kind('posting'),
    entryId: text('The entry: everything that one fact moved.'),
    fact: text('What happened, such as `topup.paid` or `usage.charged`.'),
    subject: text('What it happened to: a usage event, a payment session, and so on.'),
    amount: decimal('In major units; positive when the balance grew.'),
    currency: currency(),
    at: time('When it was booked.'),
  },
  { title: 'Posting', description: 'One movement on an account.' },
)

export const Topup = Type.Object(
  {
    id: text('The top-up.'),
    object: kind('topup'),
    customerId: customerId(),
    amount: decimal('Amount in major units.'),
    currency: currency(),
    status: choice(['pending', 'success', 'failed', 'cancelled'], 'How far it is.'),
    paymentSessionId: text('The payment session that pays it.'),
    paymentUrl: Type.Optional(uri('Where to pay; while it can be paid.')),
    createdAt: time('When it was created.'),
  },
  { title: 'Topup', description: 'Funds that a customer adds.' },
)

export const FundsReturn = Type.Object(
  {
    id: text('The return.'),
    object: kind('fundsReturn'),
    customerId: customerId(),
    amount: decimal('Amount in major units.'),
    currency: currency(),
    status: choice(['pending', 'success', 'failed'], 'Whether the money has arrived.'),
    reason: Type.Optional(text('Why.')),
    createdAt: time('When it was created.'),
  },
  { title: 'FundsReturn', description: 'Unused funds that go back the way they came.' },
)

const oneCustomer = byId(customerId())

export const accounts = {
  listAccounts: {
    method: 'GET',
    path: '/v0/accounts',
    tag: 'Accounts',
    summary: 'List the accounts of a customer, or your own',
    access: org('accounts:read'),
    query: Type.Object({
      ...page,
      customerId: Type.Optional(customerId('Its funds; your own accounts when left out.')),
      merchantId: Type.Optional(merchantId('Needed when you belong to several organizations.')),
    }),
    replies: { 200: listOf(Account) },
    problems: [],
  },
  listPostings: {
    method: 'GET',
    path: '/v0/accounts/{id}/postings',
    tag: 'Accounts',
    summary: 'List what moved on an account, newest first',
    access: org('accounts:read'),
    params: byId(accountId()),
    query: Type.Object(page),
    replies: { 200: listOf(Posting) },
    problems: [],
  },
  createTopup: {
    method: 'POST',
    path: '/v0/customers/{id}/topups',
    tag: 'Accounts',
    summary: 'Let a customer add funds',
    access: org('accounts:write'),
    params: oneCustomer,
    body: Type.Object({
      amount: amountIn('Amount in major units, 1.00 to 5000.00.'),
      currency: currency(),
      successRedirectUrl: Type.Optional(redirect('Where the payer goes after paying.')),
      failureRedirectUrl: Type.Optional(redirect('Where the payer goes after failing to pay.')),
      expiresIn: Type.Optional(
        duration('How long it can be paid: `P30D` by default, at most `P31D`.'),
      ),
    }),
    replies: { 201: Topup },
    problems: [],
  },
  listTopups: {
    method: 'GET',
    path: '/v0/customers/{id}/topups',
    tag: 'Accounts',
    summary: 'List the top-ups of a customer, newest first',
    access: org('payments:read'),
    params: oneCustomer,
    query: Type.Object(page),
    replies: { 200: listOf(Topup) },
    problems: [],
  },
  createFundsReturn: {
    method: 'POST',
    path: '/v0/customers/{id}/fundsReturns',
    tag: 'Accounts',
    summary: 'Give unused funds back',
    access: org('accounts:write'),
    params: oneCustomer,
    body: Type.Object({
      amount: Type.Optional(amountIn('Amount in major units; all there is when left out.')),
      currency: currency(),
      reason: Type.Optional(text('Why.', { maxLength: 1000 })),
    }),
    replies: { 201: FundsReturn },
    problems: ['INSUFFICIENT_FUNDS'],
  },
} as const satisfies Record<string, Endpoint>
