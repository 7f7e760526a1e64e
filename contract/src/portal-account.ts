import { Type } from 'typebox'
import { ValidTaxAddress } from './customers.ts'
import { type Endpoint, portal } from './endpoint.ts'
import { noticeKinds } from './notices.ts'
import { PaymentMethod } from './payment-methods.ts'
import {
  Address,
  AddressInput,
  amountIn,
  choice,
  email,
  kind,
  listOf,
  noticeId,
  nullable,
  page,
  paymentMethodId,
  subscriptionId,
  text,
  time,
  uri,
} from './schemas.ts'

const name = text('Name of the person or company.', { minLength: 1, maxLength: 255 })
const phone = text('Phone number.', { minLength: 1, maxLength: 64 })
const taxId = text('Tax id of a business.', { minLength: 1, maxLength: 64 })

const BillingDetails = Type.Object(
  {
    object: kind('billingDetails'),
    name,
    email: email('Where invoices go. The merchant alone changes it: a claim is mailed there.'),
    phone: Type.Optional(phone),
    address: Address,
    taxId: Type.Optional(taxId),
    validTaxAddress: ValidTaxAddress,
  },
  { title: 'BillingDetails', description: 'To whom invoices are written.' },
)

const PortalNotice = Type.Object(
  {
    object: kind('portalNotice'),
    id: noticeId(),
    kind: choice(noticeKinds, 'What it tells.'),
    subject: text('The subject line.'),
    at: time('When it was written.'),
    subscriptionId: Type.Optional(subscriptionId('What it is about.')),
  },
  { title: 'PortalNotice', description: 'A mail that went to you.' },
)

const PortalCheckout = Type.Object(
  {
    object: kind('portalCheckout'),
    url: uri('The page where it is paid or stored; its secret is in the fragment.'),
    expiresAt: time('When the page ends.'),
  },
  { title: 'PortalCheckout', description: 'A page to pay on, or to store a payment method.' },
)

const PortalMethods = Type.Object(
  {
    object: kind('list'),
    data: Type.Array(PaymentMethod, { description: 'All of them, the default first.' }),
  },
  { title: 'PortalMethods', description: 'What you can be charged with.' },
)

const oneMethod = Type.Object({ methodId: paymentMethodId() })

/** What the holder of a portal link sees and does about the customer itself. */
export const portalAccount = {
  listPortalPaymentMethods: {
    method: 'GET',
    path: '/v0/portal/paymentMethods',
    tag: 'Portal',
    summary: 'List your stored payment methods',
    access: portal('portal:read'),
    replies: { 200: PortalMethods },
    problems: [],
  },
  createPortalPaymentMethod: {
    method: 'POST',
    path: '/v0/portal/paymentMethods',
    tag: 'Portal',
    summary: 'Open a page where you store a payment method',
    access: portal('portal:methods'),
    replies: { 201: PortalCheckout },
    problems: [],
  },
  choosePortalPaymentMethod: {
    method: 'POST',
    path: '/v0/portal/paymentMethods/{methodId}/default',
    tag: 'Portal',
    summary: 'Make a stored payment method the default',
    access: portal('portal:methods'),
    params: oneMethod,
    replies: { 200: PaymentMethod },
    problems: [],
  },
  deletePortalPaymentMethod: {
    method: 'DELETE',
    path: '/v0/portal/paymentMethods/{methodId}',
    tag: 'Portal',
    summary: 'Remove a stored payment method, unless it is the last that something is charged to',
    access: portal('portal:methods'),
    params: oneMethod,
    replies: { 204: null },
    problems: ['PAYMENT_METHOD_IN_USE'],
  },
  createPortalTopup: {
    method: 'POST',
    path: '/v0/portal/topups',
    tag: 'Portal',
    summary: 'Open a page where you add funds',
    access: portal('portal:topup'),
    body: Type.Object({
      amount: amountIn('How much, in major units of the currency of the subscription.'),
    }),
    replies: { 201: PortalCheckout },
    problems: [],
  },
  getPortalBillingDetails: {
    method: 'GET',
    path: '/v0/portal/billingDetails',
    tag: 'Portal',
    summary: 'Get your billing details',
    access: portal('portal:read'),
    replies: { 200: BillingDetails },
    problems: [],
  },
  updatePortalBillingDetails: {
    method: 'PATCH',
    path: '/v0/portal/billingDetails',
    tag: 'Portal',
    summary: 'Change your billing details, as they stand on invoices from then on',
    access: portal('portal:details'),
    body: Type.Object({
      name: Type.Optional(name),
      phone: Type.Optional(nullable(phone, 'Null removes it.')),
      address: Type.Optional(AddressInput),
      taxId: Type.Optional(nullable(taxId, 'Null removes it.')),
    }),
    replies: { 200: BillingDetails },
    problems: [],
  },
  listPortalNotices: {
    method: 'GET',
    path: '/v0/portal/notices',
    tag: 'Portal',
    summary: 'List the mails that went to you, the newest first',
    access: portal('portal:read'),
    query: Type.Object(page),
    replies: { 200: listOf(PortalNotice) },
    problems: [],
  },
} as const satisfies Record<string, Endpoint>
