import { atTimeOf } from '../clocks/at-time-of.ts'
import type { Ctx } from '../platform/ctx.ts'
import { notFound, Problem } from '../platform/problem.ts'
import { becomeDebt } from './become-debt.ts'
import type { Billing } from './billing.ts'
import { findInvoice, type InvoiceRow, lockInvoice } from './store.ts'

/** A draft is approved: it gets its number and its place in the books. 409 for what is no draft. */
export async function approveInvoice(ctx: Ctx, billing: Billing, id: string): Promise<InvoiceRow> {
  const found = await findInvoice(ctx, id)
  if (!found) throw notFound()
  const own = await atTimeOf(ctx, found.customerId)
  const invoice = await lockInvoice(own, id)
  if (invoice?.status !== 'DRAFT') {
    throw new Problem('INVOICE_NOT_DRAFT', `The invoice ${id} is ${invoice?.status}.`)
  }
  return becomeDebt(own, billing, invoice)
}
