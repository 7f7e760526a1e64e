import { Type } from 'typebox'
import {
  choice,
  currency,
  decimal,
  flag,
  kind,
  merchantId,
  nullable,
  subscriptionId,
  text,
  time,
  uri,
} from './schemas.ts'

export const invoiceStatuses = [
  'ACTIVE',
  'CLOSING',
  'CLOSED',
  'CALCULATING',
  'DRAFT',
  'ISSUED',
  'PAYMENT_FAILED',
  'PAID',
  'CANCELLED',
  'WRITTEN_OFF',
  'FAILED',
] as const

export const amount = (description: string) =>
  decimal(`${description}, in major units with the digits of the currency.`)

export const invoiceId = (description = 'The invoice.') =>
  text(description, { pattern: '^inv_[a-zA-Z0-9]+$' })

const ExternalReference = Type.Object(
  {
    id: text('The reference.', { pattern: '^xrf_[a-zA-Z0-9]+$' }),
    object: kind('externalReference'),
    merchantId: merchantId(),
    entityType: choice(['item', 'customer'], 'What it refers to.'),
    entityId: text('The item or customer.'),
    provider: text('The other system.', { pattern: '^[a-z][a-z0-9_]*$', maxLength: 64 }),
    externalId: text('Its id there.', { pattern: '^[a-zA-Z0-9_-]+$', maxLength: 255 }),
    externalLabel: Type.Optional(nullable(text('Label.'), 'What it is called there.')),
    metadata: Type.Record(Type.String(), Type.Unknown(), { description: 'Notes.' }),
    isPrimary: flag('Whether it is the first of its kind.'),
    isDefault: flag('Whether it is used where none is named.'),
    createdAt: time('When it was created.'),
    updatedAt: time('When it last changed.'),
  },
  { title: 'ExternalReference', description: 'An id of an item in another system.' },
)

export const ResolvedItem = Type.Object(
  {
    id: text('The item.', { pattern: '^itm_[a-zA-Z0-9]+$' }),
    name: text('Its name.'),
    catalogId: nullable(text('Catalog.'), 'The catalog that it comes from.'),
    archivedAt: nullable(time('Instant.'), 'When it was archived.'),
    externalReferences: Type.Array(ExternalReference, { description: 'The newest first.' }),
  },
  { title: 'ResolvedItem', description: 'An item of the merchant’s own catalog.' },
)

export const InvoiceLineItem = Type.Object(
  {
    eventType: choice(['usage', 'fee', 'discount'], 'What it is for.'),
    eventId: text('The line.'),
    eventSourceId: text('The metric or fee; empty for a manual line.'),
    billableMetricId: text('As `eventSourceId`.'),
    itemId: Type.Optional(nullable(text('Item.'), 'The item it is tagged with.')),
    priceId: Type.Optional(nullable(text('Price.'), 'The price; null for a manual line.')),
    invoiceDisplayName: text('What the invoice calls it.'),
    lineItemType: choice(['charge', 'refund'], '`refund` for the lines of a credit note.'),
    meterEventId: text('The line, as `eventId`.'),
    metricDescription: text('What the metric measures; empty for fees.'),
    metricName: text('Name of the metric or fee.'),
    metricUnit: text('Unit of the metric; empty for fees.'),
    quantity: Type.Number({ description: 'How much is billed.' }),
    taxRate: Type.Number({ description: 'A fraction: 0.19 is 19 %.' }),
    totalAmount: amount('Net and tax'),
    totalPrice: amount('Net'),
    totalTax: amount('Tax'),
    unitPrice: decimal('Price of one, in major units; 0 where tiers decide.'),
  },
  { title: 'InvoiceLineItem', description: 'A line as the invoice shows it.' },
)

export const InvoiceLineItemsResponse = Type.Object(
  {
    invoiceId: invoiceId(),
    lineItems: Type.Array(InvoiceLineItem, { description: 'This page.' }),
    items: Type.Optional(Type.Array(ResolvedItem, { description: 'With `expand=items`.' })),
    nextPageToken: Type.Optional(
      nullable(text('Token.'), 'Asks for the next page; null on the last one.'),
    ),
    totalCount: Type.Integer({ description: 'How many lines there are in all.' }),
  },
  { title: 'InvoiceLineItemsResponse', description: 'Lines of an invoice.' },
)

const InvoiceTax = Type.Object(
  {
    estimatedTax: Type.Optional(amount('Tax when it was billed')),
    actualTax: Type.Optional(amount('Tax as the provider reports it')),
    difference: Type.Optional(amount('Actual less estimated')),
    adjustmentNeeded: Type.Optional(flag('Whether they differ by a cent or more.')),
    adjustmentApplied: Type.Optional(flag('Whether the difference was corrected.')),
    reconciled: Type.Optional(flag('Whether the two were compared.')),
    reconciledAt: Type.Optional(time('When they were compared.')),
  },
  { description: 'How its tax was estimated and confirmed.' },
)

export const Invoice = Type.Object(
  {
    id: invoiceId(),
    object: kind('invoice'),
    autoApprove: flag('Whether it is issued by itself.'),
    billingAnchor: time('From which periods are counted.'),
    billingCadence: text('Length of a period, ISO 8601.'),
    createdAt: time('When its period opened.'),
    currency: currency(),
    failureReason: Type.Optional(text('Why it could not be calculated, or paid.')),
    paymentInFlight: Type.Optional(flag('Whether a payment of it is being processed right now.')),
    gracePeriodEnd: time('Until when late usage still counts.'),
    grandTotal: amount('Net and tax'),
    invoiceNumber: Type.Optional(nullable(text('Number.'), 'Given when it is issued.')),
    itemCount: Type.Integer({ description: 'How many lines it has.' }),
    lineItems: Type.Optional(
      nullable(InvoiceLineItemsResponse, 'With `expand=lineItems`: its first lines.'),
    ),
    merchantId: text('The merchant.'),
    metadata: Type.Optional(
      Type.Record(Type.String(), Type.Unknown(), {
        description: '`history`: each status with the instant when it began.',
      }),
    ),
    nextActionAt: Type.Optional(nullable(time('Instant.'), 'When it will next change by itself.')),
    paidAmount: amount('What is paid of it, instant usage included'),
    paidAt: Type.Optional(nullable(time('Instant.'), 'When it was paid.')),
    dueAt: Type.Optional(nullable(time('Instant.'), 'By when it is to be paid.')),
    paymentUrl: Type.Optional(nullable(uri('Address.'), 'Where it can be paid, while it is owed.')),
    pdfUrl: Type.Optional(nullable(uri('Address.'), 'The PDF; expires.')),
    permalink: Type.Optional(nullable(uri('Address.'), 'The invoice as a page; expires.')),
    periodEnd: time('Where its period ends; exclusive.'),
    periodStart: time('Where its period starts.'),
    sequenceNumber: Type.Integer({ description: 'Number of the period; 0 gates activation.' }),
    status: choice(invoiceStatuses, 'How far it is.'),
    subscriptionId: subscriptionId(),
    customerId: text('The customer.'),
    subtotal: amount('Net'),
    tax: Type.Optional(nullable(InvoiceTax, 'How its tax was estimated and confirmed.')),
    totalTax: amount('Tax'),
    unpaidAmount: amount('What is still owed'),
    updatedAt: time('When it last changed.'),
  },
  { title: 'Invoice', description: 'What is owed for a period, or before the first one.' },
)
