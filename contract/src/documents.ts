import { Type } from 'typebox'
import { type Endpoint, File, open, org } from './endpoint.ts'
import { invoiceId } from './invoice.ts'
import { creditNoteId } from './schemas.ts'

const format = Type.Enum(['pdf', 'ubl', 'cii'], {
  description:
    'pdf: to be read. ubl, cii: e-invoices that conform to EN 16931, in the syntax of UBL 2.1 or UN/CEFACT CII.',
})

const mediaTypes = ['application/pdf', 'application/xml'] as const

/** Documents of what was issued, rendered anew each time: the same invoice is the same file, byte by byte. */
export const documents = {
  getInvoiceDocument: {
    method: 'GET',
    path: '/v2/invoices/{id}/documents/{format}',
    tag: 'Invoices',
    summary: 'The invoice as a file. It has one from the moment it is issued.',
    access: org('invoices:read'),
    params: Type.Object({ id: invoiceId(), format }),
    replies: { 200: File },
    mediaTypes,
    problems: ['DOCUMENT_NOT_AVAILABLE'],
  },
  getInvoiceRefundDocument: {
    method: 'GET',
    path: '/v2/invoices/{id}/refunds/{refundId}/documents/{format}',
    tag: 'Invoices',
    summary:
      'The credit note as a file: a PDF, or, unless it is void, an e-invoice of its own kind.',
    access: org('invoices:read'),
    params: Type.Object({ id: invoiceId(), refundId: creditNoteId(), format }),
    replies: { 200: File },
    mediaTypes,
    problems: ['DOCUMENT_NOT_AVAILABLE'],
  },
  openDocument: {
    method: 'GET',
    path: '/v0/documents/{token}',
    tag: 'Invoices',
    summary:
      'What `pdfUrl` and `permalink` point to. A pdfUrl is good for seven days; a permalink until the key of its ' +
      'organization is gone.',
    access: open('The address is signed: who has it was given it.'),
    params: Type.Object({
      token: Type.String({ maxLength: 400, description: 'What signs the address.' }),
    }),
    replies: { 200: File },
    mediaTypes,
    problems: [],
  },
} as const satisfies Record<string, Endpoint>
