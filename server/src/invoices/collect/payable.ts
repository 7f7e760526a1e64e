import { assert } from '@tallystick/core/assert.ts'
import type { InvoiceSource } from '@tallystick/core/ledger/invoice-recipes.ts'
import type { Payable, Settlement } from '../../payments/payable.ts'
import type { Ctx } from '../../platform/ctx.ts'
import { endRefund } from '../refunds/end-refund.ts'
import { findInvoice, lockInvoice } from '../store.ts'
import { openPage } from './collect-invoice.ts'
import type { Collection } from './collection.ts'
import { noteFailure } from './note-failure.ts'
import { isPayable, owed } from './owed.ts'
import { feeOf, settleInvoice } from './settle-invoice.ts'

/** An invoice is paid once, and in full. Whatever else is paid for it is not wanted, and goes back. */
export function invoicePayable(collection: Collection): Payable {
  return {
    settle: (ctx, paid) => settle(ctx, collection, { paid, source: paid.provider }),
    settleFromFunds: (ctx, paid) => settle(ctx, collection, { paid, source: 'funds' }),

    async platformFee(ctx, { entityId }) {
      const invoice = await findInvoice(ctx, entityId)
      return invoice && feeOf(ctx, invoice)
    },

    async expire(ctx, entityId) {
      const invoice = await lockInvoice(ctx, entityId)
      if (!invoice || !isPayable(invoice)) return
      await openPage(ctx, invoice, await collection.chargesByItself(ctx, invoice.subscriptionId))
    },

    async describe(ctx, entityId) {
      const invoice = await findInvoice(ctx, entityId)
      assert(invoice, 'a page is that of an invoice')
      const { number, dueAt } = invoice
      const links = await collection.documentLinks(ctx, invoice)
      return { description: `Invoice ${number}`, number, dueAt, documentUrl: links?.pdfUrl }
    },

    failed: (ctx, { entityId: invoiceId, failureCode }) =>
      noteFailure(ctx, collection, { invoiceId, failureCode }),

    refunded: endRefund,
  }
}

type Paying = {
  readonly paid: Pick<Settlement, 'entityId' | 'sessionId' | 'amount'>
  readonly source: InvoiceSource
}

async function settle(
  ctx: Ctx,
  collection: Collection,
  { paid, source }: Paying,
): Promise<'settled' | 'unwanted'> {
  const invoice = await lockInvoice(ctx, paid.entityId)
  if (!invoice || !isPayable(invoice)) return 'unwanted'
  if (invoice.paymentSessionId !== paid.sessionId) return 'unwanted'
  assert(paid.amount.nanos === owed(invoice).nanos, 'what was paid for an invoice is what is owed')
  await settleInvoice(ctx, collection, { invoice, source })
  return 'settled'
}
