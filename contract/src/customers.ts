import { Type } from 'typebox'
import { type Endpoint, org } from './endpoint.ts'
import {
  Address,
  AddressInput,
  byId,
  choice,
  consumerId,
  currency,
  customerId,
  decimal,
  email,
  flag,
  kind,
  listOf,
  merchantId,
  nullable,
  organizationId,
  page,
  percent,
  TaxRates,
  text,
  time,
} from './schemas.ts'

const externalId = text('The merchant’s own id of the customer; unique for the merchant.', {
  maxLength: 255,
})

export const ValidTaxAddress = Type.Object(
  {
    valid: flag('Country, zip code and, in the US and Canada, the state are there.'),
    message: Type.Optional(text('What is missing.')),
  },
  { title: 'ValidTaxAddress', description: 'Whether the address is enough to compute tax.' },
)

export const Customer = Type.Object(
  {
    id: customerId(),
    object: kind('customer'),
    consumerId: consumerId(),
    createdAt: time('When it was created.'),
    merchantId: merchantId(),
    organization: Type.Optional(
      Type.Object(
        {
          id: text('The consumer organization.'),
          address: Type.Optional(Address),
          billingEmails: Type.Optional(
            Type.Array(email('An address.'), { description: 'Where invoices go.' }),
          ),
          name: text('Name, as the merchant entered it.'),
          phone: Type.Optional(text('Phone number.')),
        },
        { description: 'The consumer, as the merchant entered it.' },
      ),
    ),
    taxId: Type.Optional(text('Tax id of a business.')),
    taxIdValid: Type.Optional(
      flag(
        'Form and check digits are those of a VAT id of an EU member state; only then can tax be ' +
          'left to the customer (reverse charge). Absent without a tax id.',
      ),
    ),
    externalId: Type.Optional(externalId),
    taxRates: Type.Optional(TaxRates),
    updatedAt: time('When it last changed.'),
    validTaxAddress: ValidTaxAddress,
    notificationSettings: Type.Optional(
      Type.Object(
        {
          invoiceIssued: flag('Mail when an invoice is issued.'),
          invoicePaid: flag('Mail when an invoice is paid.'),
          renewalReminder: flag('Mail before a renewal.'),
        },
        { description: 'Which mails the customer gets.' },
      ),
    ),
  },
  { title: 'Customer', description: 'One merchant’s relation to one consumer.' },
)

const CreatedCustomer = Type.Object(
  {
    customerId: text('The customer.'),
    validTaxAddress: ValidTaxAddress,
  },
  { title: 'CreatedCustomer', description: 'The customer, new or found.' },
)

const inUse = Type.Object(
  {
    blockers: Type.Array(
      Type.Object({
        type: choice(['subscriptions', 'invoices', 'disputes', 'entitlements'], 'What is open.'),
        count: Type.Integer({ description: 'How many of them.' }),
        items: Type.Array(
          Type.Object({
            id: Type.Optional(text('One of them.')),
            status: Type.Optional(text('Its state.')),
          }),
          { description: 'The first of them.' },
        ),
      }),
      { description: 'What is in the way.' },
    ),
  },
  { description: 'What has to end first.' },
)

const hasFunds = Type.Object(
  {
    blockers: Type.Array(Type.Unknown(), { maxItems: 0, description: 'Always empty.' }),
    funds: Type.Array(Type.Object({ currency: currency(), amount: decimal('In major units.') }), {
      description: 'What has to be given back first, by currency.',
    }),
  },
  { description: 'The customer still has money here.' },
)

export const customers = {
  createCustomer: {
    method: 'POST',
    path: '/v0/customers',
    tag: 'Customers',
    summary: 'Create a customer, or find it by e-mail',
    access: org('customers:write'),
    body: Type.Object({
      consumer: Type.Optional(
        Type.Object(
          {
            name: text('Name of the person or company.'),
            email: email('Where invoices go; finds the customer again, trimmed and lower-cased.'),
            phone: Type.Optional(text('Phone number.')),
            address: AddressInput,
          },
          { description: 'Who the customer is. This or `consumerId`.' },
        ),
      ),
      consumerId: Type.Optional(consumerId('A consumer of this merchant. This or `consumer`.')),
      merchantId: merchantId(),
      taxId: Type.Optional(text('Tax id of a business.')),
      externalId: Type.Optional(externalId),
      taxRates: Type.Optional(TaxRates),
    }),
    replies: { 200: CreatedCustomer, 201: CreatedCustomer },
    problems: ['EXTERNAL_ID_TAKEN', 'EXTERNAL_ID_MISMATCH'],
  },
  listCustomers: {
    method: 'GET',
    path: '/v0/customers',
    tag: 'Customers',
    summary: 'List customers',
    access: org('customers:read'),
    query: Type.Object({
      ...page,
      name: Type.Optional(text('Part of the name, in any case.', { minLength: 3, maxLength: 255 })),
      email: Type.Optional(
        text('Part of the e-mail address, in any case.', { minLength: 3, maxLength: 255 }),
      ),
      externalId: Type.Optional(externalId),
      organizationId: Type.Optional(organizationId('The merchant; this or `merchantId`.')),
      merchantId: Type.Optional(merchantId('Another name for `organizationId`.')),
    }),
    replies: { 200: listOf(Customer) },
    problems: [],
    rateLimit: {
      merchantMax: 10,
      platformMax: 60,
      windowSeconds: 1,
      message: 'Too many customer list requests. Wait a second and try again.',
    },
  },
  getCustomer: {
    method: 'GET',
    path: '/v0/customers/{id}',
    tag: 'Customers',
    summary: 'Get a customer',
    access: org('customers:read'),
    params: byId(customerId()),
    replies: { 200: Customer },
    problems: [],
  },
  deleteCustomer: {
    method: 'DELETE',
    path: '/v0/customers/{id}',
    tag: 'Customers',
    summary: 'Delete a customer that has no open business and no funds',
    access: org('customers:write'),
    params: byId(customerId()),
    replies: { 204: null },
    problems: ['CUSTOMER_IN_USE', 'CUSTOMER_HAS_FUNDS'],
    details: { CUSTOMER_IN_USE: inUse, CUSTOMER_HAS_FUNDS: hasFunds },
  },
  updateCustomer: {
    method: 'PATCH',
    path: '/v0/customers/{id}',
    tag: 'Customers',
    summary: 'Change a customer',
    access: org('customers:write'),
    params: byId(customerId()),
    body: Type.Object({
      taxId: Type.Optional(nullable(text('Tax id.'), 'Tax id of a business; null removes it.')),
      externalId: Type.Optional(nullable(externalId, 'Null removes it.')),
      taxRates: Type.Optional(
        Type.Union([percent('One rate for everything, in percent.'), TaxRates], {
          description: 'One rate for everything, or rates by plan, metric and `default`.',
        }),
      ),
      notificationSettings: Type.Optional(
        Type.Object(
          {
            invoiceIssued: Type.Optional(flag('Mail when an invoice is issued.')),
            invoicePaid: Type.Optional(flag('Mail when an invoice is paid.')),
            renewalReminder: Type.Optional(flag('Mail before a renewal.')),
          },
          { description: 'Which mails the customer gets; those left out stay.' },
        ),
      ),
    }),
    replies: { 200: Customer },
    problems: ['EXTERNAL_ID_TAKEN'],
  },
} as const satisfies Record<string, Endpoint>
