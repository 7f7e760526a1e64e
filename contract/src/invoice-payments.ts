import { Type } from 'typebox'
import { type Endpoint, org } from './endpoint.ts'
import { Invoice, invoiceId } from './invoice.ts'
import { byId, text } from './schemas.ts'

const words = Type.Object({
  reference: Type.Optional(
    text('The merchant’s own reference, such as that of a bank transfer.', { maxLength: 255 }),
  ),
  note: Type.Optional(text('Why, or how.', { maxLength: 1000 })),
})

export const invoicePayments = {
  markInvoicePaid: {
    method: 'POST',
    path: '/v2/invoices/{id}/markPaid',
    tag: 'Invoices',
    summary: 'Say that an invoice was paid in another way',
    access: org('invoices:write'),
    params: byId(invoiceId()),
    body: words,
    bodyOptional: true,
    replies: { 200: Invoice },
    problems: ['PAYMENT_IN_PROGRESS', 'INVOICE_NOT_PAYABLE'],
  },
  writeOffInvoice: {
    method: 'POST',
    path: '/v2/invoices/{id}/writeOff',
    tag: 'Invoices',
    summary: 'Give up an unpaid invoice',
    access: org('invoices:write'),
    params: byId(invoiceId()),
    body: words,
    bodyOptional: true,
    replies: { 200: Invoice },
    problems: ['PAYMENT_IN_PROGRESS', 'INVOICE_NOT_PAYABLE'],
  },
  reverseInvoiceWriteOff: {
    method: 'POST',
    path: '/v2/invoices/{id}/writeOffReversal',
    tag: 'Invoices',
    summary: 'Expect an invoice again that was given up',
    access: org('invoices:write'),
    params: byId(invoiceId()),
    body: words,
    bodyOptional: true,
    replies: { 200: Invoice },
    problems: ['INVOICE_NOT_WRITTEN_OFF'],
  },
} as const satisfies Record<string, Endpoint>
