import { Type } from 'typebox'
import { type Endpoint, org } from './endpoint.ts'
import { amount, invoiceId } from './invoice.ts'
import {
  byId,
  choice,
  creditNoteId,
  currency,
  kind,
  merchantId,
  nullable,
  text,
  time,
} from './schemas.ts'

export const InvoiceRefund = Type.Object(
  {
    object: kind('invoice_refund'),
    id: creditNoteId(),
    invoiceId: invoiceId(),
    merchantId: merchantId(),
    amount: amount('Net'),
    taxAmount: amount('Tax'),
    total: amount('Net and tax'),
    currency: currency(),
    status: choice(['ISSUED', 'VOIDED'], 'Whether it counts.'),
    externalCreditNoteId: text('Number of the credit note: gap-free for its month.'),
    permalink: Type.Optional(nullable(text('Address.'), 'The credit note to be looked at.')),
    pdfUrl: Type.Optional(nullable(text('Address.'), 'The PDF; expires after some days.')),
    reason: Type.Optional(nullable(text('Reason.'), 'Why it was given back.')),
    createdAt: time('When it was issued.'),
    voidedAt: Type.Optional(nullable(time('Instant.'), 'When it was taken back.')),
  },
  { title: 'InvoiceRefund', description: 'A credit note: a paid invoice that is given back.' },
)

const InvoiceRefundList = Type.Object(
  {
    object: kind('list'),
    data: Type.Array(InvoiceRefund, { description: 'All of them, the newest first.' }),
  },
  { title: 'InvoiceRefundList', description: 'Credit notes of an invoice.' },
)

const because = (description: string) =>
  Type.Object({ reason: Type.Optional(text(description, { maxLength: 1000 })) })

export const invoiceRefunds = {
  createInvoiceRefund: {
    method: 'POST',
    path: '/v2/invoices/{id}/refunds',
    tag: 'Invoices',
    summary: 'Give back what a paid invoice collected, the way it came',
    access: org('invoices:write'),
    params: byId(invoiceId()),
    body: because('Why; the credit note says it.'),
    bodyOptional: true,
    replies: { 201: InvoiceRefund },
    problems: ['INVOICE_NOT_REFUNDABLE', 'INVOICE_ALREADY_REFUNDED'],
  },
  listInvoiceRefunds: {
    method: 'GET',
    path: '/v2/invoices/{id}/refunds',
    tag: 'Invoices',
    summary: 'List the credit notes of an invoice',
    access: org('invoices:read'),
    params: byId(invoiceId()),
    replies: { 200: InvoiceRefundList },
    problems: [],
  },
  voidInvoiceRefund: {
    method: 'POST',
    path: '/v2/invoices/{id}/refunds/{refundId}/void',
    tag: 'Invoices',
    summary: 'Take a credit note back while its money is in transit',
    access: org('invoices:write'),
    params: Type.Object({ id: invoiceId(), refundId: creditNoteId() }),
    body: because('Why; kept with the credit note.'),
    bodyOptional: true,
    replies: { 200: InvoiceRefund },
    problems: ['REFUND_NOT_VOIDABLE'],
  },
} as const satisfies Record<string, Endpoint>
