import { Type } from 'typebox'
import { type Endpoint, org } from './endpoint.ts'
import {
  Address,
  AddressInput,
  byId,
  choice,
  duration,
  email,
  flag,
  kind,
  nullable,
  organizationId,
  text,
  time,
} from './schemas.ts'

export const afterDunning = ['keep', 'terminate'] as const
export const taxSchemes = ['standard', 'oss'] as const
export const sellerTaxIdTypes = ['vat', 'local'] as const

const gracePeriod = duration(
  'How long late usage counts after the end of a period before its invoice is issued: ISO 8601, ' +
    'from `P0D` to `P7D`.',
)
const dunning = choice(
  afterDunning,
  'What becomes of a subscription when the last retry of an unpaid invoice has failed.',
)
const autoApprove = flag(
  'Invoices of plans that do not say otherwise are issued by themselves; else they wait as drafts.',
)

const SellerTaxId = Type.Object(
  {
    type: choice(
      sellerTaxIdTypes,
      '`vat`: the VAT id of an EU member state, with its prefix; `local`: any other tax number.',
    ),
    value: text('The id, as documents print it.', { minLength: 1, maxLength: 64 }),
  },
  { title: 'SellerTaxId', description: 'A tax id of the seller.' },
)

const taxIds = Type.Array(SellerTaxId, { maxItems: 8, description: 'Printed on documents.' })
const legalName = text('Name of the company, as registered.', { minLength: 1, maxLength: 255 })
const phone = text('Phone number.', { minLength: 1, maxLength: 64 })
const website = text('Web address.', { format: 'uri', pattern: '^https?://', maxLength: 2048 })

const Seller = Type.Object(
  {
    legalName: Type.Optional(legalName),
    address: Type.Optional(Address),
    taxIds,
    email: Type.Optional(email('Where customers may write about invoices.')),
    phone: Type.Optional(phone),
    website: Type.Optional(website),
  },
  {
    title: 'Seller',
    description:
      'Who sells, for documents and tax. Without a name or an address, those of the organization ' +
      'hold.',
  },
)

const SellerInput = Type.Object(
  {
    legalName: Type.Optional(nullable(legalName, 'Name of the company; null removes it.')),
    address: Type.Optional(nullable(AddressInput, 'Given as a whole; null removes it.')),
    taxIds: Type.Optional(taxIds),
    email: Type.Optional(nullable(email('Address.'), 'For questions; null removes it.')),
    phone: Type.Optional(nullable(phone, 'Null removes it.')),
    website: Type.Optional(nullable(website, 'Null removes it.')),
  },
  { title: 'SellerInput', description: 'What is left out stays as it was.' },
)

const TaxRegistration = Type.Object(
  {
    country: text('Member state of the EU, ISO 3166-1 alpha-2 (Greece is `GR`).', {
      pattern: '^[A-Z]{2}$',
    }),
    scheme: choice(
      taxSchemes,
      '`standard`: registered for VAT there; `oss`: the One Stop Shop, registered there and good ' +
        'for electronic services to consumers in every member state.',
    ),
  },
  { title: 'TaxRegistration', description: 'Where the seller is registered for VAT.' },
)

const taxRegistrations = Type.Array(TaxRegistration, {
  maxItems: 54,
  uniqueItems: true,
  description:
    'Where the seller accounts for VAT, its own state first. While there is none, tax is never ' +
    'computed: only the rates of customers and plans hold.',
})

const notices = {
  renewalReminder: flag('Remind customers before a renewal.'),
  invoiceIssued: flag('Mail an invoice when it is issued.'),
  invoicePaid: flag('Mail a receipt when an invoice is paid.'),
  paymentFailed: flag('Tell customers when a charge failed, and what they can do.'),
}
const Notices = Type.Object(notices, {
  title: 'Notices',
  description: 'Which mails go out at all; customers and plans may switch off more.',
})

const invoiceNotes = text('Printed below the lines of every invoice.', {
  minLength: 1,
  maxLength: 2000,
})
const invoiceFooter = text('Printed at the foot of every page.', { minLength: 1, maxLength: 500 })
const replyTo = email('Where replies to mails go; else to the e-mail address of the organization.')

export const BillingSettings = Type.Object(
  {
    object: kind('billingSettings'),
    organizationId: organizationId('The merchant.'),
    gracePeriod,
    afterDunning: dunning,
    autoApprove,
    taxRegistrations,
    notices: Notices,
    seller: Seller,
    invoiceNotes: Type.Optional(invoiceNotes),
    invoiceFooter: Type.Optional(invoiceFooter),
    replyTo: Type.Optional(replyTo),
    updatedAt: Type.Optional(time('When they last changed; absent while all are the defaults.')),
  },
  { title: 'BillingSettings', description: 'How a merchant bills.' },
)

export const billingSettings = {
  getBillingSettings: {
    method: 'GET',
    path: '/v0/organizations/{id}/billingSettings',
    tag: 'Organizations',
    summary: 'Get how your organization bills',
    access: org('organization:read'),
    params: byId(organizationId()),
    replies: { 200: BillingSettings },
    problems: [],
  },
  updateBillingSettings: {
    method: 'PATCH',
    path: '/v0/organizations/{id}/billingSettings',
    tag: 'Organizations',
    summary: 'Change how your organization bills; what is left out stays',
    access: org('organization:write'),
    params: byId(organizationId()),
    body: Type.Object({
      gracePeriod: Type.Optional(gracePeriod),
      afterDunning: Type.Optional(dunning),
      autoApprove: Type.Optional(autoApprove),
      taxRegistrations: Type.Optional(taxRegistrations),
      notices: Type.Optional(
        Type.Partial(Type.Object(notices), { description: 'Those left out stay.' }),
      ),
      seller: Type.Optional(SellerInput),
      invoiceNotes: Type.Optional(nullable(invoiceNotes, 'Null removes them.')),
      invoiceFooter: Type.Optional(nullable(invoiceFooter, 'Null removes it.')),
      replyTo: Type.Optional(nullable(replyTo, 'Null removes it.')),
    }),
    replies: { 200: BillingSettings },
    problems: [],
  },
} as const satisfies Record<string, Endpoint>
