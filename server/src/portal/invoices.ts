import type { Sent } from '@tallystick/contract/endpoint.ts'
import type {
  PortalInvoice,
  PortalInvoiceWithLines,
  portalInvoiceStatuses,
} from '@tallystick/contract/portal-invoices.ts'
import { formatDecimal } from '@tallystick/core/money/decimal.ts'
import { moneyToText } from '@tallystick/core/money/money.ts'
import type { Static } from 'typebox'
import type { DocumentLine, InvoiceDocument } from '../documents/document.ts'
import { documentLinks, eInvoiceLinks } from '../documents/document-links.ts'
import { invoiceDocument } from '../documents/invoice-document.ts'
import { isEInvoice } from '../documents/is-e-invoice.ts'
import type { Billing } from '../invoices/billing.ts'
import { invoicesToldTo, invoiceToldTo, type Told } from '../invoices/customers-invoices.ts'
import type { Ctx } from '../platform/ctx.ts'
import type { Page } from '../platform/db/page.ts'
import { listPage } from '../platform/http/list.ts'
import { notFound } from '../platform/problem.ts'
import type { Holder } from './holder.ts'

/** The invoices that were issued to the subscription, the newest first. */
export async function listInvoices(
  ctx: Ctx,
  billing: Billing,
  { subscription, page }: Pick<Holder, 'subscription'> & { readonly page: Page },
) {
  const of = { ...page, subscriptionId: subscription.id }
  return listPage(await invoicesToldTo(ctx, billing, of), page, show)
}

/** All that an invoice of the subscription says, as its document does. */
export async function getInvoice(
  ctx: Ctx,
  billing: Billing,
  { subscription, id }: Pick<Holder, 'subscription'> & { readonly id: string },
): Promise<Sent<Static<typeof PortalInvoiceWithLines>>> {
  const told = await invoiceToldTo(ctx, billing, { subscriptionId: subscription.id, id })
  const document = told && (await invoiceDocument(ctx, id))
  if (!document) throw notFound()
  const { isPaymentInFlight, creditNotes } = told
  const { pdfUrl } = await documentLinks(ctx, { id })
  return {
    ...show(told),
    ...said(document),
    isPaymentInFlight,
    creditNotes: await Promise.all(
      creditNotes.map(async ({ id: noteId, number, status, net, tax, currency, createdAt }) => ({
        id: noteId,
        number,
        status,
        amount: moneyToText({ nanos: net + tax, currency }),
        issuedAt: createdAt.toString(),
        documentUrl: (await documentLinks(ctx, { id: noteId })).pdfUrl,
      })),
    ),
    documents: { pdf: pdfUrl, ...((await isEInvoice(document)) && eInvoiceLinks(ctx, id)) },
  }
}

type Status = (typeof portalInvoiceStatuses)[number]

function show({ shown: invoice, number, issuedAt }: Told): Sent<Static<typeof PortalInvoice>> {
  return {
    object: 'portalInvoice',
    id: invoice.id,
    number,
    // Whatever has a number was issued, and goes no way back.
    status: invoice.status as Status,
    issuedAt: issuedAt.toString(),
    dueAt: invoice.dueAt ?? undefined,
    paidAt: invoice.paidAt ?? undefined,
    periodStart: invoice.periodStart,
    periodEnd: invoice.periodEnd,
    total: invoice.grandTotal,
    amountDue: invoice.unpaidAmount,
    currency: invoice.currency,
    paymentUrl: invoice.paymentUrl ?? undefined,
  }
}

function said(document: InvoiceDocument) {
  const { seller, buyer, lines, taxes, currency, notes, footer } = document
  const amount = (nanos: bigint) => moneyToText({ nanos, currency })
  return {
    seller,
    buyer,
    lines: lines.map((line) => showLine(line, amount)),
    taxes: taxes.map(({ percent, treatment, base, tax, note }) => ({
      percent: formatDecimal(percent),
      treatment,
      base: amount(base),
      tax: amount(tax),
      note,
    })),
    subtotal: amount(document.subtotal),
    tax: amount(document.totalTax),
    paidBefore: amount(document.prepaid),
    notes,
    footer,
  }
}

function showLine(line: DocumentLine, amount: (nanos: bigint) => string) {
  const { name, description, period, quantity, unit, unitPrice, net, tax } = line
  return {
    name,
    description,
    periodStart: period?.start.toString(),
    periodEnd: period?.end.toString(),
    quantity: formatDecimal(quantity),
    unit,
    unitPrice: unitPrice === undefined ? undefined : formatDecimal(unitPrice),
    taxPercent: formatDecimal(tax.percent),
    amount: amount(net),
  }
}
