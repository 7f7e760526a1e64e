import { invoiceIssued } from '@tallystick/core/ledger/invoice-recipes.ts'
import type { Currency } from '@tallystick/core/money/money.ts'
import type { Period } from '@tallystick/core/time/period.ts'
import { post } from '../ledger/post.ts'
import type { Ctx } from '../platform/ctx.ts'
import { newId } from '../platform/ids.ts'
import type { InvoiceDraft } from './draft.ts'
import { insertInvoice } from './store.ts'

export type Issuing = {
  readonly subscriptionId: string
  readonly customerId: string
  readonly currency: Currency
  /** The first period of the subscription. */
  readonly period: Period
  readonly draft: InvoiceDraft
}

/** Turns the draft of a first invoice into a debt, or, when it amounts to nothing, into a paid invoice. Returns its id. */
export async function issueInvoiceZero(ctx: Ctx, issuing: Issuing): Promise<string> {
  const { draft, ...about } = issuing
  const id = newId('invoice')
  const status = draft.grandTotal === 0n ? 'PAID' : 'ISSUED'
  await insertInvoice(ctx, { ...about, ...draft, id, status, sequence: 0 })
  const { customerId, currency } = about
  await post(
    ctx,
    invoiceIssued({ id, customerId, currency, net: draft.subtotal, tax: draft.totalTax }),
  )
  return id
}
