import { documents } from '@tallystick/contract/documents.ts'
import type { FileReply } from '@tallystick/contract/endpoint.ts'
import { isId } from '@tallystick/core/ids.ts'
import { isInvoice } from '../invoices/is-invoice.ts'
import { creditNote } from '../invoices/refunds/credit-note.ts'
import type { Ctx } from '../platform/ctx.ts'
import { routes } from '../platform/http/bind.ts'
import { KeyGone } from '../platform/keys/keyring.ts'
import { notFound, Problem } from '../platform/problem.ts'
import { systemIn } from '../platform/workspace.ts'
import { creditNoteDocument } from './credit-note-document.ts'
import type { InvoiceDocument } from './document.ts'
import { invoiceDocument } from './invoice-document.ts'
import { type DocumentFormat, isGood, parseLink } from './link.ts'

/** What is rendered takes its time, so no transaction is open meanwhile. */
export const documentRoutes = routes(documents, {
  getInvoiceDocument: {
    freestanding: async (call, { params: { id, format } }) =>
      rendered(await call.within((ctx) => available(ctx, id)), format, 'attachment'),
  },

  getInvoiceRefundDocument: {
    freestanding: async (call, { params: { id, refundId, format } }) => {
      const document = await call.within(async (ctx) => {
        const note = await creditNote(ctx, refundId)
        return note?.invoiceId === id ? creditNoteDocument(ctx, refundId) : undefined
      })
      if (!document) throw notFound()
      return rendered(document, format, 'attachment')
    },
  },

  openDocument: {
    freestanding: async (call, { params: { token } }) => {
      const link = parseLink(token)
      if (!link) throw notFound()
      const { organizationId, id, format, signed } = link
      const read = async (ctx: Ctx) => {
        // An organization that is not there has signed nothing.
        const isThere = ctx.seals.ownerId === organizationId
        if (!isThere || !isGood(ctx.seals, signed, ctx.realNow)) return undefined
        return isId('creditNote', id) ? creditNoteDocument(ctx, id) : invoiceDocument(ctx, id)
      }
      const document = await call.as(systemIn(organizationId, 'documents'), read).catch((error) => {
        if (error instanceof KeyGone) return undefined
        throw error
      })
      if (!document) throw notFound()
      return rendered(document, format, signed.seconds === 0 ? 'inline' : 'attachment')
    },
  },
})

async function available(ctx: Ctx, id: string): Promise<InvoiceDocument> {
  const document = await invoiceDocument(ctx, id)
  if (document) return document
  if (!(await isInvoice(ctx, id))) throw notFound()
  throw new Problem('DOCUMENT_NOT_AVAILABLE', 'The invoice has not been issued.')
}

async function rendered(
  document: InvoiceDocument,
  format: DocumentFormat,
  disposition: FileReply['disposition'],
): Promise<FileReply> {
  if (format === 'pdf') {
    const fileName = `${document.number}.pdf`
    return {
      mediaType: 'application/pdf',
      fileName,
      disposition,
      content: await asPdf(document),
    }
  }
  if (document.voidedOn) {
    throw new Problem('DOCUMENT_NOT_AVAILABLE', 'A credit note that is void is no e-invoice.')
  }
  const { obstaclesTo, renderEInvoice } = await eInvoices()
  const [obstacle, ...more] = obstaclesTo(document)
  if (obstacle) {
    const missing = [obstacle, ...more].map((each) => ({ ...each, code: 'required' }))
    throw new Problem('DOCUMENT_NOT_AVAILABLE', 'An e-invoice needs more than is known.', {
      errors: missing,
    })
  }
  const content = await renderEInvoice(document, format)
  return {
    mediaType: 'application/xml',
    fileName: `${document.number}-${format}.xml`,
    disposition,
    content,
  }
}

/** Libraries that set documents take half a second to load each: whoever needs none does not wait for them. */
async function asPdf(document: InvoiceDocument): Promise<Uint8Array> {
  const { renderPdf } = await import('./pdf/render-pdf.ts')
  return renderPdf(document)
}

const eInvoices = () => import('./e-invoice/render-e-invoice.ts')
