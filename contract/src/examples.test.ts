import assert from 'node:assert/strict'
import { test } from 'node:test'
import type { TSchema } from 'typebox'
import { Value } from 'typebox/value'
import { api } from './api.ts'
import type { Endpoint } from './endpoint.ts'
import { mistakesByReference, referenceFolder } from './reference.ts'

const hex = '0190a1b2c3d47e5f8a9b0c1d2e3f4a5b'
const at = '2026-11-02T09:30:00.123456Z'
const id = (prefix: string) => `${prefix}_${hex}`
const listed = (item: unknown) => ({
  object: 'list',
  data: [item],
  pagination: { limit: 10, offset: 0, total: 1 },
})

const stamps = { createdAt: at, updatedAt: at }
const merchantId = id('org')
const validTaxAddress = { valid: false, message: 'The zip code is missing.' }

const product = {
  id: id('prod'),
  object: 'product',
  description: 'A model behind an API.',
  merchantId,
  metadata: {},
  name: 'Model',
  ...stamps,
}

const testClock = {
  id: 'tc_0123456789abcdef',
  createdAt: at,
  currentTime: at,
  advancingTo: at,
  deletedAt: at,
  description: 'The end of a month.',
  merchantId,
  name: 'Month end',
  updatedAt: at,
}

const billableMetric = {
  id: id('bm'),
  object: 'billableMetric',
  aggregation: 'SUM',
  description: 'Tokens that were read.',
  merchantId,
  name: 'Context tokens',
  productId: product.id,
  itemId: null,
  unit: 'token',
  eventType: null,
  groupBy: { model: '$.model' },
  ...stamps,
}

const usageResponse = {
  object: 'meter',
  billableMetricId: billableMetric.id,
  totalValue: 1234.5,
  windowedValues: [
    { windowStart: '2026-11-01T00:00:00Z', windowEnd: '2026-11-02T00:00:00Z', value: 1234.5 },
  ],
  groupedValues: [{ groupBy: { model: 'large' }, value: 1234.5, eventCount: 3 }],
  groupCount: 1,
}

const meterEventList = {
  object: 'list',
  billableMetricId: billableMetric.id,
  events: [
    {
      id: 'evt_01920000000070008000000000000001',
      object: 'meterEvent',
      type: 'llm.call',
      source: 'gateway',
      subject: '',
      time: '2026-11-01T10:00:00Z',
      idempotencyKey: 'call-1',
      data: { tokens: 12, model: 'large' },
      externalId: 'call-1',
      externalSubject: 'acme',
    },
  ],
  pagination: { limit: 20, offset: 0, total: 1 },
}

const fee = {
  id: id('fee'),
  object: 'fee',
  name: 'Set-up',
  description: 'Once.',
  merchantId,
  productId: product.id,
  itemId: null,
  ...stamps,
}

const feePrice = {
  id: id('price'),
  feeId: fee.id,
  model: 'standard',
  paymentTerm: 'in_advance',
  invoiceDisplayName: 'Set-up',
  properties: { unitPrice: '49.00' },
  taxRate: 19,
}

const price = {
  id: id('price'),
  object: 'price',
  billableMetricId: billableMetric.id,
  merchantId,
  billingCadence: null,
  invoiceDisplayName: 'Context tokens',
  model: 'standard',
  paymentTerm: 'in_arrears',
  properties: { unitPrice: '0.0000025' },
  quantity: 1,
  ...stamps,
}

const plan = {
  id: id('plan'),
  object: 'plan',
  billingCadence: 'P1M',
  billingInterval: 'monthly',
  currency: 'USD',
  defaultTaxCode: 'eservice',
  defaultTaxRate: 0,
  merchantId,
  name: 'Pay as you go',
  paymentTerm: { in_arrears: true, in_advance: false },
  prices: [price],
  productId: product.id,
  taxBehavior: 'exclusive',
  billingVersion: 0,
  billingAnchor: null,
  ...stamps,
}

const customer = {
  id: id('cus'),
  object: 'customer',
  consumerId: merchantId,
  merchantId,
  organization: {
    id: merchantId,
    name: 'Consumer Ltd',
    address: { country: 'DE', zipCode: '10115' },
    billingEmails: ['billing@example.com'],
  },
  externalId: 'acme-7',
  taxRates: { default: 19 },
  validTaxAddress,
  notificationSettings: { invoiceIssued: true, invoicePaid: true, renewalReminder: false },
  ...stamps,
}

const subscription = {
  id: id('sub'),
  object: 'subscription',
  merchantId,
  customerId: customer.id,
  name: 'Acme',
  planId: plan.id,
  startedAt: at,
  status: 'pending_payment',
  paymentTermDays: 0,
  prefundAmount: '150000000000',
  renewalReminderEnabled: null,
  metadata: { seats: 3, trial: false, note: 'none' },
  payment: {
    paymentSessionId: id('ps'),
    checkoutUrl: 'https://pay.example.com/checkout/x#y',
    amount: '150.00',
    status: 'pending',
    breakdown: { upfrontCharges: '0.00', walletCharge: '150.00' },
  },
  ...stamps,
}

const payment = {
  id: id('pay'),
  object: 'payment',
  amount: '12.50',
  currency: 'USD',
  paymentUrl: 'https://pay.example.com/checkout/x#y',
  lineItems: [{ description: 'A book', amount: '12.50', quantity: 1 }],
  status: 'pending',
  expiresAt: at,
  createdAt: at,
}

const paymentMethod = {
  object: 'paymentMethod',
  id: 'pm_1',
  type: 'card',
  brand: 'visa',
  last4: '4242',
  expMonth: 12,
  expYear: 2030,
  createdAt: at,
}

const setupSession = {
  object: 'paymentSession',
  id: 'ps_1',
  mode: 'setup',
  status: 'pending',
  url: 'https://example.com/checkout/ps_1',
  successRedirectUrl: null,
  failureRedirectUrl: null,
  metadata: { why: 'renewal' },
  expiresAt: at,
  completedAt: null,
  createdAt: at,
}

const paymentSession = {
  object: 'payment_session',
  id: id('ps'),
  entityType: 'payment',
  entityId: payment.id,
  entityLabel: null,
  amount: '12.50',
  currency: 'USD',
  status: 'completed',
  providerPaymentRef: null,
  completedAt: at,
  ...stamps,
}

const user = {
  id: id('usr'),
  object: 'user',
  email: 'owner@example.com',
  oryId: id('usr'),
  organizations: [{ id: merchantId, state: 'active', roles: ['owner'] }],
  dateOfBirth: '1990-02-28',
  ...stamps,
}

const usageEvent = {
  id: id('usg'),
  object: 'usageEvent',
  billing: {
    billingEventId: id('bev'),
    currency: 'USD',
    price: 2_500,
    totalTax: 475,
    totalAmount: 2_975,
  },
  createdAt: at,
  customerId: customer.id,
  idempotencyKey: 'trace-1',
  merchantId,
  properties: [{ billableMetricId: billableMetric.id, quantity: 1 }],
  subscriptionId: subscription.id,
  timestamp: at,
}

const batch = {
  object: 'batchUsageEvents',
  successful: [usageEvent],
  failed: [{ index: 1, error: 'The funds do not suffice.', idempotencyKey: 'trace-2' }],
  summary: { total: 2, successful: 1, failed: 1 },
}

const period = { periodStart: at, periodEnd: at }

const invoiceLines = {
  invoiceId: id('inv'),
  lineItems: [
    {
      eventType: 'usage',
      eventId: id('li'),
      eventSourceId: billableMetric.id,
      billableMetricId: billableMetric.id,
      itemId: null,
      priceId: price.id,
      invoiceDisplayName: 'Context tokens',
      lineItemType: 'charge',
      meterEventId: id('li'),
      metricDescription: 'Tokens that were read.',
      metricName: 'Context tokens',
      metricUnit: 'token',
      quantity: 1_000_000,
      taxRate: 0.19,
      totalAmount: '2.98',
      totalPrice: '2.50',
      totalTax: '0.48',
      unitPrice: '0.0000025',
    },
  ],
  items: [],
  nextPageToken: null,
  totalCount: 1,
}

const invoice = {
  id: id('inv'),
  object: 'invoice',
  autoApprove: true,
  billingAnchor: at,
  billingCadence: 'P1M',
  currency: 'USD',
  gracePeriodEnd: at,
  grandTotal: '2.98',
  invoiceNumber: 'INV-2026-11-001',
  itemCount: 1,
  lineItems: invoiceLines,
  merchantId,
  metadata: { history: [{ status: 'ISSUED', at }] },
  nextActionAt: null,
  paidAmount: '0.00',
  paidAt: null,
  dueAt: at,
  paymentUrl: 'https://pay.example.com/checkout/x#y',
  ...period,
  sequenceNumber: 1,
  status: 'ISSUED',
  subscriptionId: subscription.id,
  customerId: customer.id,
  subtotal: '2.50',
  tax: { estimatedTax: '0.48', actualTax: '0.48', difference: '0.00', reconciled: true },
  totalTax: '0.48',
  unpaidAmount: '2.98',
  ...stamps,
}

const invoiceRefund = {
  id: id('crn'),
  object: 'invoice_refund',
  invoiceId: invoice.id,
  merchantId,
  amount: '2.50',
  taxAmount: '0.48',
  total: '2.98',
  currency: 'USD',
  status: 'VOIDED',
  externalCreditNoteId: 'CRN-2026-11-001',
  permalink: null,
  pdfUrl: null,
  reason: 'The model was not available.',
  createdAt: at,
  voidedAt: at,
}

const lineItem = {
  id: id('li'),
  subscriptionId: subscription.id,
  customerId: customer.id,
  priceId: price.id,
  itemId: null,
  invoiceId: invoice.id,
  type: 'metered',
  status: 'pending',
  displayName: 'Context tokens',
  description: null,
  currency: 'USD',
  ...period,
  invoiceAt: at,
  calculatedAt: null,
  quantity: null,
  unitPrice: '0.0000025',
  meteredQuantity: null,
  paymentTerm: null,
  subtotal: '0.00',
  taxesTotal: null,
  total: '0.00',
  estimatedMeteredQuantity: '1000000',
  estimatedSubtotal: '2.50',
  ...stamps,
}

const lineItemList = {
  object: 'list',
  data: [lineItem],
  items: [],
  totalCount: 1,
  summary: { feeSubtotal: '0.00', meteredEstimatedSubtotal: '2.50', currency: 'USD' },
}

const examples: Readonly<Record<string, Readonly<Record<number, unknown>>>> = {
  createProduct: { 201: product },
  listProducts: { 200: listed(product) },
  getProduct: { 200: product },
  updateProduct: { 200: product },
  createBillableMetric: { 201: billableMetric },
  listBillableMetrics: { 200: listed(billableMetric) },
  getBillableMetric: { 200: billableMetric },
  updateBillableMetric: { 200: billableMetric },
  getBillableMetricMeter: { 200: usageResponse },
  listBillableMetricEvents: { 200: meterEventList },
  createFee: { 201: fee },
  listFees: { 200: listed(fee) },
  getFee: { 200: fee },
  updateFee: { 200: fee },
  getFeePrice: { 200: feePrice },
  createPrice: { 201: price },
  listPrices: { 200: listed(price) },
  getPrice: { 200: price },
  updatePrice: { 200: price },
  createPlan: { 201: plan },
  listPlans: { 200: listed(plan) },
  listAvailablePlans: { 200: listed(plan) },
  getPlan: { 200: plan },
  updatePlan: { 200: plan },
  createCustomer: {
    200: { customerId: customer.id, validTaxAddress },
    201: { customerId: customer.id, validTaxAddress },
  },
  listCustomers: { 200: listed(customer) },
  getCustomer: { 200: customer },
  updateCustomer: { 200: customer },
  createSubscription: { 200: subscription, 201: subscription },
  listSubscriptions: { 200: listed(subscription) },
  getSubscription: { 200: subscription },
  updateSubscription: { 200: subscription },
  generatePortalLink: {
    200: { object: 'subscriptionPortal', url: 'https://pay.example.com/p/x#y', expiresAt: at },
  },
  terminateSubscription: { 200: subscription },
  createTestClock: { 201: testClock },
  listTestClocks: { 200: listed(testClock) },
  getTestClock: { 200: testClock },
  advanceTestClock: { 200: testClock },
  deleteTestClock: { 200: testClock },
  listInvoices: { 200: listed(invoice) },
  getInvoice: { 200: invoice },
  getInvoiceLineItems: { 200: invoiceLines },
  createInvoiceRefund: { 201: invoiceRefund },
  listInvoiceRefunds: { 200: { object: 'list', data: [invoiceRefund] } },
  voidInvoiceRefund: { 200: invoiceRefund },
  listLineItems: { 200: lineItemList },
  createLineItem: { 200: lineItem, 201: lineItem },
  createPayment: { 200: payment, 201: payment },
  listPayments: { 200: listed(payment) },
  getPayment: { 200: payment },
  listPaymentSessions: { 200: listed(paymentSession) },
  listCustomerPaymentMethods: { 200: { object: 'list', data: [paymentMethod] } },
  createCustomerPaymentMethod: { 201: setupSession },
  getUser: { 200: user },
  updateUser: { 200: user },
  ingestEvent: {
    202: {
      id: 'evt_1',
      object: 'event',
      type: 'llm.call',
      source: 'gateway',
      subject: customer.id,
      namespace: merchantId,
      timestamp: at,
      idempotencyKey: 'trace-1',
    },
  },
  createUsageEvent: { 201: usageEvent },
  listUsageEvents: { 200: listed(usageEvent) },
  getUsageEvent: { 200: usageEvent },
  refundUsageEvent: { 200: usageEvent },
  batchCreateUsageEvents: { 201: batch, 207: batch },
}

const endpoints: Readonly<Record<string, Endpoint>> = Object.assign({}, ...Object.values(api))

const replies = Object.entries(examples).flatMap(([operationId, byStatus]) =>
  Object.entries(byStatus).map(([status, body]) => ({ operationId, status: Number(status), body })),
)

const schemaOf = (operationId: string, status: number) =>
  endpoints[operationId]?.replies[status as 200] as TSchema

test('a good reply of a reference operation fits our contract', () => {
  for (const { operationId, status, body } of replies) {
    const mistakes = [...Value.Errors(schemaOf(operationId, status), body)]
    assert.deepEqual(mistakes, [], `${operationId} ${status}`)
  }
})

test('a field that the contract requires cannot be missing, nor be null', () => {
  for (const { operationId, status, body } of replies) {
    const { required = [] } = schemaOf(operationId, status) as { required?: string[] }
    for (const field of required) {
      const { [field]: value, ...without } = body as Record<string, unknown>
      const place = `${operationId} ${status} ${field}`
      assert.ok(!Value.Check(schemaOf(operationId, status), without), place)
      if (value === null) continue
      assert.ok(
        !Value.Check(schemaOf(operationId, status), { ...(without as object), [field]: null }),
        place,
      )
    }
  }
})

test('what fits our contract fits the reference', { skip: !referenceFolder }, () => {
  for (const { operationId, status, body } of replies) {
    assert.deepEqual(mistakesByReference(operationId, status, body), [], `${operationId} ${status}`)
  }
})

test('every reply of an operation of the reference has an example', {
  skip: !referenceFolder,
}, () => {
  for (const [operationId, { replies: declared }] of Object.entries(endpoints)) {
    for (const status of Object.keys(declared).map(Number)) {
      if (mistakesByReference(operationId, status, {}) === undefined) continue
      assert.ok(examples[operationId]?.[status], `${operationId} ${status}`)
    }
  }
})
