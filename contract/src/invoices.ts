import { Type } from 'typebox'
import { type Endpoint, org } from './endpoint.ts'
import { Invoice, InvoiceLineItemsResponse, invoiceId, invoiceStatuses } from './invoice.ts'
import { InvoiceExplanation } from './invoice-explanation.ts'
import { expanding, lineItemPage } from './line-items.ts'
import {
  byId,
  choice,
  customerId,
  listOf,
  merchantId,
  page,
  subscriptionId,
  text,
} from './schemas.ts'

const anyInvoice = byId(invoiceId())
const pageToken = Type.Optional(text('`nextPageToken` of the page before.'))

export const invoices = {
  listInvoices: {
    method: 'GET',
    path: '/v2/invoices',
    tag: 'Invoices',
    summary: 'List invoices',
    access: org('invoices:read'),
    query: Type.Object({
      ...page,
      nextActionAt: Type.Optional(
        Type.Literal('ready', { description: 'Those whose time has come; for the platform only.' }),
      ),
      status: Type.Optional(choice(invoiceStatuses, 'How far they are.')),
      subscriptionId: Type.Optional(subscriptionId('Of this subscription.')),
      customerId: Type.Optional(customerId('Of this customer.')),
      merchantId: Type.Optional(merchantId()),
    }),
    replies: { 200: listOf(Invoice) },
    problems: [],
  },
  getInvoice: {
    method: 'GET',
    path: '/v2/invoices/{id}',
    tag: 'Invoices',
    summary: 'Get an invoice; `expand=lineItems` brings its lines',
    access: org('invoices:read'),
    params: anyInvoice,
    query: Type.Object({
      ...expanding,
      lineItemsLimit: lineItemPage.limit,
      lineItemsPageToken: pageToken,
    }),
    replies: { 200: Invoice },
    problems: [],
  },
  getInvoiceLineItems: {
    method: 'GET',
    path: '/v2/invoices/{id}/lineItems',
    tag: 'Invoices',
    summary: 'List the lines of an invoice as it shows them',
    access: org('invoices:read'),
    params: anyInvoice,
    query: Type.Object({ ...lineItemPage, ...expanding, pageToken }),
    replies: { 200: InvoiceLineItemsResponse },
    problems: [],
  },
  explainInvoice: {
    method: 'GET',
    path: '/v0/invoices/{id}/explanation',
    tag: 'Invoices',
    summary: 'Say where every amount of an invoice comes from',
    access: org('invoices:read'),
    params: anyInvoice,
    replies: { 200: InvoiceExplanation },
    problems: [],
  },
  approveInvoice: {
    method: 'POST',
    path: '/v2/invoices/{id}/approval',
    tag: 'Invoices',
    summary: 'Issue a draft',
    access: org('invoices:write'),
    params: anyInvoice,
    replies: { 200: Invoice },
    problems: ['INVOICE_NOT_DRAFT'],
  },
  retryInvoice: {
    method: 'POST',
    path: '/v2/invoices/{id}/retry',
    tag: 'Invoices',
    summary: 'Calculate a failed invoice again, or try again to charge an unpaid one',
    access: org('invoices:write'),
    params: anyInvoice,
    replies: { 200: Invoice },
    problems: ['INVOICE_NOT_RETRYABLE', 'PAYMENT_IN_PROGRESS', 'NO_PAYMENT_METHOD'],
  },
} as const satisfies Record<string, Endpoint>
