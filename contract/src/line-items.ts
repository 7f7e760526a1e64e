import { Type } from 'typebox'
import { type Endpoint, org } from './endpoint.ts'
import { amount, invoiceId, ResolvedItem } from './invoice.ts'
import { choice, currency, decimal, kind, nullable, subscriptionId, text, time } from './schemas.ts'

export const LineItem = Type.Object(
  {
    id: text('The line.'),
    subscriptionId: subscriptionId(),
    customerId: text('The customer.'),
    priceId: Type.Optional(nullable(text('Price.'), 'Null for a manual line.')),
    itemId: Type.Optional(nullable(text('Item.'), 'The item it is tagged with.')),
    invoiceId: Type.Optional(nullable(text('Invoice.'), 'Null until it is known.')),
    type: choice(['fee', 'metered', 'manual', 'discount'], 'What it is for.'),
    status: choice(['pending', 'invoiced'], 'Whether its amounts are final.'),
    displayName: text('What the invoice calls it.'),
    description: Type.Optional(nullable(text('Text.'), 'More about a manual line.')),
    currency: currency(),
    periodStart: time('From when it is for.'),
    periodEnd: time('Until when it is for; exclusive.'),
    invoiceAt: time('When it is to be invoiced.'),
    calculatedAt: Type.Optional(nullable(time('Instant.'), 'When its amounts became final.')),
    quantity: Type.Optional(
      nullable(decimal('Quantity.'), 'Null for metered lines until they are invoiced.'),
    ),
    unitPrice: decimal('Price of one, in major units; 0 where tiers decide.'),
    meteredQuantity: Type.Optional(
      nullable(decimal('Quantity.'), 'What was used; null until it is invoiced.'),
    ),
    paymentTerm: Type.Optional(
      nullable(
        choice(['in_advance', 'in_arrears'], 'Term.'),
        'Of a fee; null for metered and manual lines.',
      ),
    ),
    subtotal: Type.Optional(amount('Net; 0 for metered lines until they are invoiced')),
    taxesTotal: Type.Optional(nullable(amount('Tax'), 'Null until it is invoiced.')),
    total: Type.Optional(amount('Net and tax')),
    createdAt: time('When it was created.'),
    updatedAt: time('When it last changed.'),
    estimatedMeteredQuantity: Type.Optional(
      nullable(decimal('Quantity.'), 'What was used so far, while the period is open.'),
    ),
    estimatedSubtotal: Type.Optional(
      nullable(amount('Net'), 'What that costs so far, while the period is open.'),
    ),
  },
  { title: 'LineItem', description: 'A line, pending or invoiced.' },
)

const LineItemsSummary = Type.Object(
  {
    feeSubtotal: amount('Net of all fees and manual lines'),
    meteredEstimatedSubtotal: amount('Net of all metered lines, so far'),
    currency: currency(),
  },
  { title: 'LineItemsSummary', description: 'Sums over all lines that the filter finds.' },
)

const newLine = Type.Object(
  {
    subscriptionId: Type.Optional(
      text('Whose next invoice it goes on. This or `invoiceId`.', { minLength: 1 }),
    ),
    invoiceId: Type.Optional(invoiceId('An open invoice. This or `subscriptionId`.')),
    displayName: text('What the invoice calls it.', { minLength: 1, maxLength: 255 }),
    description: Type.Optional(nullable(text('Text.', { maxLength: 1000 }), 'More about it.')),
    currency: text('Currency of the subscription.', { minLength: 3, maxLength: 3 }),
    quantity: Type.Number({ exclusiveMinimum: 0, description: 'How many.' }),
    unitPrice: Type.Number({ description: 'Price of one, in major units; negative is a credit.' }),
    invoiceAt: Type.Optional(
      nullable(time('Instant.'), 'When it is to be invoiced: now, if absent or with `invoiceId`.'),
    ),
    periodStart: Type.Optional(nullable(time('Instant.'), 'From when it is for.')),
    periodEnd: Type.Optional(nullable(time('Instant.'), 'Until when it is for.')),
    idempotencyKey: Type.Optional(
      nullable(
        text('Key.', { minLength: 1, maxLength: 255 }),
        'The same key again answers with the first line.',
      ),
    ),
    itemId: Type.Optional(nullable(text('Item.', { minLength: 1 }), 'The item to tag it with.')),
  },
  { title: 'CreateManualLineItemRequest', description: 'A line that the merchant writes.' },
)

export const lineItemPage = {
  limit: Type.Integer({ minimum: 1, maximum: 1000, default: 100, description: 'Page size.' }),
}

const provider = Type.Optional(
  text('Show external references of this provider only.', {
    pattern: '^[a-z][a-z0-9_]*$',
    maxLength: 64,
  }),
)
export const expanding = {
  expand: Type.Optional(text('What to include, separated by commas.')),
  provider,
}

export const lineItems = {
  listLineItems: {
    method: 'GET',
    path: '/v2/invoices/lineItems',
    tag: 'Invoices',
    summary: 'List line items of a subscription or an invoice',
    access: org('invoices:read'),
    query: Type.Object({
      ...lineItemPage,
      ...expanding,
      offset: Type.Integer({
        minimum: 0,
        maximum: 10_000,
        default: 0,
        description: 'How many to skip.',
      }),
      subscriptionId: Type.Optional(subscriptionId('Of this subscription. This or `invoiceId`.')),
      invoiceId: Type.Optional(invoiceId('Of this invoice. This or `subscriptionId`.')),
      status: Type.Optional(choice(['pending', 'invoiced'], 'Not together with `invoiceId`.')),
    }),
    replies: {
      200: Type.Object(
        {
          object: kind('list'),
          data: Type.Array(LineItem, { description: 'This page.' }),
          items: Type.Optional(Type.Array(ResolvedItem, { description: 'With `expand=items`.' })),
          totalCount: Type.Integer({ description: 'How many there are in all.' }),
          summary: LineItemsSummary,
        },
        { title: 'LineItemsResponse', description: 'Lines, and their sums.' },
      ),
    },
    problems: [],
  },
  createLineItem: {
    method: 'POST',
    path: '/v2/invoices/lineItems',
    tag: 'Invoices',
    summary: 'Write a line by hand',
    access: org('invoices:write'),
    body: newLine,
    replies: { 200: LineItem, 201: LineItem },
    problems: ['BAD_REQUEST', 'INVOICE_NOT_OPEN', 'CURRENCY_MISMATCH'],
    rateLimit: {
      merchantMax: 60,
      windowSeconds: 60,
      message: 'Too many line items at once.',
    },
  },
} as const satisfies Record<string, Endpoint>
