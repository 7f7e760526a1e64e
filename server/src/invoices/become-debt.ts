import { invoiceIssued } from '@tallystick/core/ledger/invoice-recipes.ts'
import { post } from '../ledger/post.ts'
import type { Ctx } from '../platform/ctx.ts'
import type { Billing } from './billing.ts'
import { booked } from './booked.ts'
import { setIssued } from './issue-store.ts'
import type { InvoiceRow } from './store.ts'

/**
 * A calculated invoice becomes a debt: it is booked, those who wait for it hear of it, and it gets its number, for which
 * all invoices of the merchant wait, and so last.
 */
export async function becomeDebt(
  ctx: Ctx,
  billing: Billing,
  calculated: InvoiceRow,
): Promise<InvoiceRow> {
  const { id, net, tax } = booked(calculated)
  const status = net + tax === 0n ? 'PAID' : 'ISSUED'
  await post(ctx, invoiceIssued(booked(calculated)))
  for (const heard of billing.issued) await heard(ctx, { ...calculated, status })
  return setIssued(ctx, { id, status })
}
