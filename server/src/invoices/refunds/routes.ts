import type { Sent } from '@tallystick/contract/endpoint.ts'
import { invoiceRefunds, type InvoiceRefund as Wire } from '@tallystick/contract/invoice-refunds.ts'
import { assert } from '@tallystick/core/assert.ts'
import { minorDigits, nanosToText } from '@tallystick/core/money/money.ts'
import type { Static } from 'typebox'
import type { Collecting } from '../../payments/collecting.ts'
import type { Ctx } from '../../platform/ctx.ts'
import { type Call, type Route, routes } from '../../platform/http/bind.ts'
import { notFound } from '../../platform/problem.ts'
import { systemIn } from '../../platform/workspace.ts'
import { findInvoice } from '../store.ts'
import { createRefund } from './create-refund.ts'
import { type InvoiceRefund, listRefunds } from './store.ts'
import { finishVoiding, startVoiding } from './void-refund.ts'

/** Where a credit note can be read as a document; the wiring says. */
type Links = (
  ctx: Ctx,
  note: InvoiceRefund,
) => Promise<{ readonly pdfUrl: string; readonly permalink: string }>

export function invoiceRefundRoutes(collecting: Collecting, documentLinks: Links): Route[] {
  const show = async (ctx: Ctx, note: InvoiceRefund) => ({
    ...(await documentLinks(ctx, note)),
    ...shown(ctx, note),
  })
  return routes(invoiceRefunds, {
    async createInvoiceRefund(ctx, { params, body }) {
      return show(ctx, await createRefund(ctx, { invoiceId: params.id, reason: body?.reason }))
    },

    async listInvoiceRefunds(ctx, { params }) {
      if (!(await findInvoice(ctx, params.id))) throw notFound()
      const refunds = await listRefunds(ctx, params.id)
      const data = await Promise.all(refunds.map((refund) => show(ctx, refund)))
      return { object: 'list' as const, data }
    },

    voidInvoiceRefund: {
      freestanding: async (call, { params, body }) => {
        const voiding = { invoiceId: params.id, refundId: params.refundId, reason: body?.reason }
        await call.within((ctx) => call.once(ctx, () => startVoiding(ctx, voiding)))
        const voided = await finishVoiding(systemOf(call), collecting, voiding)
        return call.within((ctx) => show(ctx, voided))
      },
    },
  })
}

/** What a provider says is written down by the system's hand alone. */
function systemOf({ principal, as }: Call) {
  const { organizationId } = principal.scope
  assert(organizationId !== undefined, 'a credit note is an organization’s')
  const system = systemIn(organizationId, 'refunds')
  return <T>(work: (ctx: Ctx) => Promise<T>) => as(system, work)
}

function shown({ organizationId }: Ctx, refund: InvoiceRefund): Sent<Static<typeof Wire>> {
  const { id, invoiceId, currency, net, tax, status, number, reason } = refund
  const text = (nanos: bigint) => nanosToText(nanos, minorDigits(currency))
  return {
    object: 'invoice_refund',
    id,
    invoiceId,
    merchantId: organizationId,
    amount: text(net),
    taxAmount: text(tax),
    total: text(net + tax),
    currency,
    status,
    externalCreditNoteId: number,
    reason: reason ?? null,
    createdAt: refund.createdAt.toString(),
    voidedAt: refund.voidedAt?.toString() ?? null,
  }
}
